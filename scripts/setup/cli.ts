import { forwardSignals } from '../process'
import { runMain } from '../user-error'
import { ensureRuntime } from './index'

await runMain(async () => {
  forwardSignals()
  const desktop = process.argv.includes('--desktop')
  await ensureRuntime({ desktop, tests: desktop })
  return 0
})
