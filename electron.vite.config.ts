import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import react from '@vitejs/plugin-react'
import { NATIVE_IMPORTS } from './scripts/pack/native'

const root = import.meta.dirname

/** Native addons stay outside the bundle; everything else is bundled, so that start-up reads few files. */
const external = ['electron', ...NATIVE_IMPORTS]

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      minify: false,
      rollupOptions: {
        input: { main: resolve(root, 'electron/main.ts') },
        external,
        output: { format: 'es', chunkFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: resolve(root, 'electron/preload.ts') },
        external: ['electron'],
        // a sandboxed preload is loaded as CommonJS
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      target: 'chrome130',
      minify: true,
      // what the entry imports is asked for together with it, not one round trip later
      modulePreload: { polyfill: false },
      rollupOptions: { input: resolve(root, 'renderer/index.html') },
    },
  },
})
