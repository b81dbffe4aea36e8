import { randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import { decodeOverview, encodeOverview, NO_PARTS } from '../../../electron/vault/codec'
import { FieldSeal, Nonces, type SealingKey } from '../../../electron/vault/envelope'
import type { StoredToken } from '../../../electron/service/port'
import { BareCipher } from './floor'
import { Recorder, timed, type MeasureJob, type Series } from './job'
import { copyDatabase, openVault, value } from './place'

type Row = readonly [row: number, id: string, version: number, key: number, overview: Buffer]
const SELECT = 'SELECT row, id, version, key, overview FROM token ORDER BY row'

interface Sealed {
  readonly id: string
  readonly version: number
  readonly sealed: Buffer
}

/** The steps of opening a list, apart from each other, on rows of the same size. */
class Steps {
  readonly #cipher = new BareCipher()
  readonly #bare: readonly Buffer[]
  readonly #seal: FieldSeal
  readonly #rows: readonly Sealed[]

  constructor(tokens: readonly StoredToken[]) {
    const key: SealingKey = {
      vaultId: randomBytes(16),
      keyId: randomBytes(16),
      bytes: randomBytes(32),
      nonces: new Nonces({ bytes: randomBytes }),
    }
    this.#seal = new FieldSeal(key, 'token', 'overview')
    this.#rows = tokens.map(({ id, version, overview }) => {
      const plain = encodeOverview({ parts: NO_PARTS, overview })
      return { id, version, sealed: this.#seal.seal({ id, version }, plain) }
    })
    this.#bare = this.#rows.map(({ sealed }) =>
      this.#cipher.sealAny(BareCipher.inside(sealed.length)),
    )
  }

  decrypt(): void {
    for (const sealed of this.#bare) this.#cipher.open(sealed)
  }

  unseal(): Buffer[] {
    return this.#rows.map((row) => {
      const plain = this.#seal.open(row, row.sealed)
      if (plain === null) throw new Error('A row did not open')
      return plain
    })
  }
}

function parse(plains: readonly Buffer[]): void {
  for (const plain of plains) if (decodeOverview(plain) === null) throw new Error('Not an overview')
}

/** Opens the file and reads the rows as they are. */
function readRaw(file: string, recorder: Recorder): void {
  const start = performance.now()
  const db = new Database(file, { readonly: true })
  const rows = timed(() => db.prepare<[], Row>(SELECT).raw().all())
  recorder.add('raw', performance.now() - start)
  recorder.add('read', rows.took)
  db.close()
}

async function listVault(job: MeasureJob, recorder: Recorder): Promise<readonly StoredToken[]> {
  const start = performance.now()
  const vault = await openVault(job.place)
  const opened = performance.now()
  const tokens = value(vault.tokens.list())
  const listed = performance.now()
  vault.close()
  recorder.add('vault', listed - start)
  recorder.add('open', opened - start)
  recorder.add('list', listed - opened)
  return tokens
}

/** The vault beside raw reads, round by round; the first round warms both up. */
export async function measureList(job: MeasureJob): Promise<Series> {
  const raw = copyDatabase(job)
  const recorder = new Recorder()
  const warmUp = new Recorder()
  const steps = new Steps(await listVault(job, warmUp))
  for (let round = 0; round <= job.rounds; round += 1) {
    const into = round === 0 ? warmUp : recorder
    readRaw(raw, into)
    await listVault(job, into)
    into.add('decrypt', timed(() => steps.decrypt()).took)
    const unsealed = timed(() => steps.unseal())
    into.add('unseal', unsealed.took)
    into.add('parse', timed(() => parse(unsealed.value)).took)
  }
  return recorder.series()
}
