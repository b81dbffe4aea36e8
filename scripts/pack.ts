import { relative } from 'node:path'
import { FUSES, readWire } from './pack/fuses'
import { pack } from './pack/index'
import { repoRoot } from './repo'
import { ensureRuntime } from './setup'
import { runMain } from './user-error'

await runMain(async () => {
  const runtime = await ensureRuntime()
  const { folder, executable } = await pack(runtime)
  const wire = await readWire(executable)
  for (const [index, state] of wire.entries())
    console.log(`${FUSES[index]?.name ?? index}: ${state}`)
  const warning = runtime.kind === 'official' ? '' : ', NOT FOR RELEASE'
  console.log(`${relative(repoRoot, folder)}: Electron ${runtime.version}${warning}`)
  return 0
})
