import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = import.meta.dirname

/** The page for component tests: `npx vite --config test/component/vite.config.ts`. */
export default defineConfig({
  root,
  cacheDir: resolve(root, '../../node_modules/.cache/vite-component'),
  plugins: [react()],
  server: { host: '127.0.0.1', fs: { allow: [resolve(root, '../..')] } },
  build: {
    outDir: resolve(root, '../../node_modules/.cache/component-page'),
    emptyOutDir: true,
    target: 'chrome130',
  },
})
