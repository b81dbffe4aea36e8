import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'

/** Where to look for npm's own folder. */
export interface NpmPlace {
  readonly env: NodeJS.ProcessEnv
  readonly execPath: string
  readonly exists: (path: string) => boolean
  readonly realpath: (path: string) => string
}

const here: NpmPlace = {
  env: process.env,
  execPath: process.execPath,
  exists: existsSync,
  realpath: realpathSync,
}

/**
 * Folder of the npm package that came with this Node: from npm's own note in the environment, else
 * beside node, else behind the `npm` of the search path. Undefined where there is none.
 */
export function findNpmFolder(place: NpmPlace = here): string | undefined {
  const fromEnv = place.env['npm_execpath']
  const bin = dirname(place.realpath(place.execPath))
  const onPath = (place.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'npm'))
  const candidates = [
    ...(fromEnv === undefined ? [] : [resolve(dirname(fromEnv), '..')]),
    join(bin, 'node_modules', 'npm'),
    join(bin, '..', 'lib', 'node_modules', 'npm'),
    ...onPath
      .filter((file) => place.exists(file))
      .map((file) => resolve(dirname(place.realpath(file)), '..')),
    '/usr/share/nodejs/npm',
  ]
  return candidates.find((folder) => place.exists(join(folder, 'bin', 'npm-cli.js')))
}

/** npm's command as a script for node; undefined where npm is not found. */
export function findNpmCli(place: NpmPlace = here): string | undefined {
  const folder = findNpmFolder(place)
  return folder === undefined ? undefined : join(folder, 'bin', 'npm-cli.js')
}

/** The node-gyp that npm carries (Debian's own npm keeps it elsewhere). */
export function findNodeGyp(place: NpmPlace = here): string | undefined {
  const folder = findNpmFolder(place)
  const candidates = [
    ...(folder === undefined ? [] : [join(folder, 'node_modules', 'node-gyp')]),
    '/usr/share/nodejs/node-gyp',
  ].map((found) => join(found, 'bin', 'node-gyp.js'))
  return candidates.find((file) => place.exists(file))
}

/**
 * Folder whose `include/node` holds this Node's headers, for node-gyp's `--nodedir`. Undefined:
 * node-gyp has to download them.
 */
export function findNodeHeaders(place: NpmPlace = here): string | undefined {
  const configured = place.env['npm_config_nodedir']
  const candidates = [
    ...(configured === undefined || configured === '' ? [] : [configured]),
    resolve(dirname(place.realpath(place.execPath)), '..'),
    '/usr',
    '/usr/local',
  ]
  return candidates.find((folder) => place.exists(join(folder, 'include', 'node', 'node_api.h')))
}
