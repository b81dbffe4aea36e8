import { forwardSignals } from '../process'
import { runMain } from '../user-error'
import { ensureRuntime } from './index'

await runMain(async () => {
  forwardSignals()
  await ensureRuntime({ desktop: process.argv.includes('--desktop') })
  return 0
})
