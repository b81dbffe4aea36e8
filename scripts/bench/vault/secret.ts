import Database from 'better-sqlite3'
import type { TokenId } from '../../../shared/model/token'
import { median } from '../stats'
import { BareCipher } from './floor'
import { Recorder, timed, type MeasureJob, type Series } from './job'
import { copyDatabase, openVault, value } from './place'

const READS = 500
const SELECT = 'SELECT sealed FROM token_secret WHERE row = ? AND slot = 0'

type Read = (at: number) => void

/** One read after the other of both, in turn; the median of each. */
function readInTurn(reads: Readonly<Record<string, Read>>, first: number): [string, number][] {
  const names = Object.keys(reads)
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let at = first; at < first + READS; at += 1) {
    for (const [name, read] of Object.entries(reads)) {
      times.get(name)?.push(timed(() => read(at)).took)
    }
  }
  return [...times].map(([name, taken]) => [name, median(taken)])
}

function rawRead(file: string): { read: Read; close: () => void } {
  const db = new Database(file, { readonly: true })
  const rows = db.prepare<[], number>('SELECT row FROM token').pluck().all()
  const select = db.prepare<[number | undefined], Buffer>(SELECT).pluck()
  const length = select.get(rows[0])?.length ?? 0
  const cipher = new BareCipher()
  const sealed = cipher.sealAny(BareCipher.inside(length))
  const read = (at: number): void => {
    const found = select.get(rows[at % rows.length])
    if (found?.length === undefined) throw new Error('A row has no secret')
    cipher.open(sealed)
  }
  return { read, close: () => void db.close() }
}

/** One secret by its token's id, beside a select by primary key and one decryption. */
export async function measureSecret(job: MeasureJob): Promise<Series> {
  const raw = rawRead(copyDatabase(job))
  const vault = await openVault(job.place)
  const ids: readonly (TokenId | undefined)[] = value(vault.tokens.list()).map(({ id }) => id)
  const read = (at: number): void => {
    const id = ids[at % ids.length]
    if (id === undefined) throw new Error('The vault is empty')
    value(vault.tokens.secret(id, 'current'))?.wipe()
  }
  const recorder = new Recorder()
  for (let round = 0; round <= job.rounds; round += 1) {
    for (const [name, took] of readInTurn({ raw: raw.read, vault: read }, round * READS * 7)) {
      if (round > 0) recorder.add(name, took)
    }
  }
  vault.close()
  raw.close()
  return recorder.series()
}
