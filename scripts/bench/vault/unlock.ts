import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../../electron/app/clock'
import { SecretText } from '../../../electron/service/secret'
import type { Unlock } from '../../../electron/service/vault-port'
import { SALT_BYTES, stretch, type KdfCost } from '../../../electron/vault/password'
import { Recorder, type MeasureJob, type Series } from './job'
import { openVault, value } from './place'

const PASSWORD = 'four words for the bench'
const byPassword = (): Unlock => ({ by: 'password', secret: SecretText.fromText(PASSWORD) })

/** A copy of the filled vault with a password, at the cost that this machine calibrates. */
async function withPassword({ place, scratch }: MeasureJob) {
  const folder = join(scratch, 'unlock')
  mkdirSync(folder)
  copyFileSync(join(place.folder, 'vault.db'), join(folder, 'vault.db'))
  const own = { ...place, folder }
  const vault = await openVault(own)
  value(await vault.ways.setPassword({ by: 'keychain' }, SecretText.fromText(PASSWORD), []))
  const cost = value(vault.ways.info()).password
  vault.close()
  if (cost === null) throw new Error('The password was not set')
  return { own, cost }
}

async function timedAsync(run: () => Promise<unknown>): Promise<number> {
  const start = systemClock.monotonic()
  await run()
  return systemClock.monotonic() - start
}

const stretched = (cost: KdfCost) => stretch(Buffer.from(PASSWORD), Buffer.alloc(SALT_BYTES), cost)

/** Opening a vault by keychain and by password, and what of the latter is the password's hash. */
export async function measureUnlock(job: MeasureJob): Promise<Series> {
  const { own, cost } = await withPassword(job)
  const recorder = new Recorder()
  for (let round = 0; round <= job.rounds; round += 1) {
    const taken = {
      keychain: await timedAsync(async () => (await openVault(own)).close()),
      password: await timedAsync(async () => (await openVault(own, byPassword())).close()),
      kdf: await timedAsync(() => stretched(cost)),
    }
    // the first round warms all of it up
    if (round === 0) continue
    for (const [name, took] of Object.entries(taken)) recorder.add(name, took)
    recorder.add('rest', taken.password - taken.kdf)
    for (const [name, size] of Object.entries(cost)) recorder.add(`cost-${name}`, size)
  }
  return recorder.series()
}
