/** A package with machine code, and what of it is needed to run. */
interface NativePackage {
  readonly name: string
  /** Files and folders, from the package's folder. Those that another system needs are not there. */
  readonly parts: readonly string[]
}

const target = `${process.platform}-${process.arch}`

/**
 * Packages that stay outside the bundle, for their machine code is found by its path. Everything
 * else that the app needs is in the bundle.
 */
export const NATIVE_PACKAGES: readonly NativePackage[] = [
  {
    name: 'better-sqlite3',
    parts: ['LICENSE', 'lib', 'build/Release/better_sqlite3.node', `prebuilds/${target}.node`],
  },
  { name: 'keytar', parts: ['LICENSE.md', 'lib', `prebuilds/${target}`] },
  { name: '@node-rs/argon2', parts: ['LICENSE', 'index.js'] },
  { name: `@node-rs/argon2-${target}-gnu`, parts: [`argon2.${target}-gnu.node`] },
  {
    name: 'koffi',
    parts: [
      'LICENSE.txt',
      'index.js',
      'index.cjs',
      'src/koffi/index.js',
      'src/koffi/index.cjs',
      'src/koffi/src/static.js',
    ],
  },
  { name: `@koromix/koffi-${target}`, parts: ['index.js', target.replace('-', '_')] },
]

/** The names by which the program imports them. */
export const NATIVE_IMPORTS = ['better-sqlite3', 'keytar', '@node-rs/argon2', 'koffi'] as const
