import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenVault } from '../../../electron/service/port'
import { SecretText } from '../../../electron/service/secret'
import { tokenId } from '../../../shared/model/token'
import { median, quantile } from '../stats'
import { benchToken } from '../tokens'
import { Recorder, timed, type MeasureJob, type Series } from './job'
import { openVault, value } from './place'

const INSERTS = 100
const PAGE_BYTES = 4096

/** Inserts one token and comes back when it is durable. Milliseconds. */
function insertOne(vault: OpenVault, at: number): number {
  const { overview, details, secret } = benchToken(at, Date.now())
  const id = tokenId.parse(randomBytes(16).toString('base64url'))
  const token = { overview, details, secret: SecretText.fromText(secret) }
  return timed(() => value(vault.tokens.insert(id, token))).took
}

/** One durable insert, beside a page appended to a file and forced to the disk. */
export async function measureInsert(job: MeasureJob): Promise<Series> {
  const vault = await openVault(job.place)
  const file = openSync(join(job.scratch, 'append'), 'a', 0o600)
  const page = randomBytes(PAGE_BYTES)
  const append = (): void => {
    writeSync(file, page)
    fsyncSync(file)
  }
  const recorder = new Recorder()
  for (let round = 0; round <= job.rounds; round += 1) {
    const vaultTimes: number[] = []
    const rawTimes: number[] = []
    for (let at = 0; at < INSERTS; at += 1) {
      rawTimes.push(timed(append).took)
      vaultTimes.push(insertOne(vault, round * INSERTS + at))
    }
    if (round === 0) continue
    recorder.add('vault', median(vaultTimes))
    recorder.add('raw', median(rawTimes))
    recorder.add('vaultSlow', quantile(vaultTimes, 0.99))
    recorder.add('rawSlow', quantile(rawTimes, 0.99))
  }
  closeSync(file)
  vault.close()
  return recorder.series()
}
