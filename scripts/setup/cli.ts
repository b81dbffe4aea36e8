import { runMain } from '../user-error'
import { ensureRuntime } from './index'

await runMain(async () => {
  await ensureRuntime({ desktop: process.argv.includes('--desktop') })
  return 0
})
