import type { Input, Output } from '../../shared/contract'
import { appError } from '../../shared/error'
import type { Proof } from '../../shared/model/proof'
import type { ExportFormat } from '../../shared/model/transfer-list'
import { serviceOf } from '../../shared/model/service'
import { err, ok, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import { wipeEntries, type ForeignEntry } from '../transfer/entry'
import type { OutgoingToken, TransferFormats } from '../transfer/port'
import type { OwnRecord } from '../transfer/record'
import type { AuditTrail } from './audit-trail'
import type { Clock, FileSaver, SaveTarget, StoredToken } from './port'
import type { TokenIndex } from './token-index'
import { did, failed } from './trace'

export interface ExportServiceDeps {
  readonly index: TokenIndex
  readonly trail: AuditTrail
  readonly platforms: Platforms
  readonly clock: Clock
  readonly saver: FileSaver
  readonly formats: TransferFormats
  /** Unlocking once more, before what would be dangerous in the hands of whoever finds the window. */
  readonly prove: (proof: Proof) => Promise<Result<void>>
}

interface Writing {
  readonly format: ExportFormat
  readonly passphrase: string
  /** The vault is still the one whose tokens were collected. */
  readonly isOpen: () => boolean
}

interface Written {
  readonly tokens: number
  readonly unreadable: number
}

/** What is compared of a record, besides its value. */
const nameOf = (record: Pick<OwnRecord, 'kind' | 'label'> | null): string =>
  `${record?.kind ?? ''} ${record?.label ?? ''}`

/** Writes every token that is not forgotten into a file that the user chooses. */
export class ExportService {
  readonly #deps: ExportServiceDeps
  /** How often the vault closed: a proof is for the one that was open then. */
  #sessions = 0

  constructor(deps: ExportServiceDeps) {
    this.#deps = deps
  }

  async write(input: Input<'export.write'>): Promise<Result<Output<'export.write'>>> {
    const { saver, trail, clock, prove } = this.#deps
    const { format } = input
    const session = this.#sessions
    if (input.sort === 'plain') {
      const proved = await prove(input.proof)
      if (!proved.ok) return proved
    }
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    const target = await saver.choose({
      name: `keyglot-export-${day}.${format}`,
      kind: format,
      // what anybody can read must not end up somewhere by a careless key
      ...(input.sort === 'plain' && { anywhere: true }),
    })
    if (target === null) return ok({ file: null, tokens: 0, unreadable: 0 })
    const isOpen = (): boolean => session === this.#sessions
    if (!isOpen()) return err(appError('vault.not-open'))
    const passphrase = input.sort === 'sealed' ? input.passphrase : ''
    const written = await this.#writeTo(target, { format, passphrase, isOpen })
    const detail = { format, file: target.name }
    trail.record(
      written.ok
        ? did('vault.exported', { detail: { ...detail, count: written.value.tokens } })
        : failed('vault.exported', written.error.code, { detail }),
    )
    return written.ok ? ok({ file: target.name, ...written.value }) : written
  }

  /** The vault closes. */
  stop(): void {
    this.#sessions++
  }

  async #writeTo(
    target: SaveTarget,
    { format, passphrase, isOpen }: Writing,
  ): Promise<Result<Written>> {
    const collected = this.#collect()
    if (!collected.ok) return collected
    const { tokens, unreadable } = collected.value
    try {
      const now = this.#deps.clock.now()
      const bytes = await this.#deps.formats.write(format, tokens, { passphrase, now })
      const pieces: (Uint8Array | null)[] = [bytes, null]
      // the key of the file took a while, and so does the disk: after a lock there is no file
      const next = () => (isOpen() ? ok(pieces.shift() ?? null) : err(appError('vault.not-open')))
      const written = await target.write(() => Promise.resolve(next()))
      bytes.fill(0)
      const verified = written.ok ? await this.#verify(target, tokens, passphrase) : written
      return verified.ok ? ok({ tokens: tokens.length, unreadable }) : verified
    } finally {
      for (const { secret } of tokens) secret.wipe()
    }
  }

  /** Reads the file that was just written as an import would, and compares every value. */
  async #verify(
    target: SaveTarget,
    tokens: readonly OutgoingToken[],
    passphrase: string,
  ): Promise<Result<void>> {
    const bytes = await target.read()
    if (!bytes.ok) return bytes
    const read = await this.#deps.formats.read(bytes.value, { password: passphrase, mapping: null })
    if (!read.ok && !(tokens.length === 0 && read.error.code === 'import.empty')) {
      return err(appError('export.not-verified'))
    }
    const entries = read.ok ? read.value : []
    // folders of a database may come in another order
    const found = new Map<string, ForeignEntry[]>()
    for (const entry of entries) {
      const name = nameOf(entry.own)
      found.set(name, [...(found.get(name) ?? []), entry])
    }
    const same =
      entries.length === tokens.length &&
      tokens.every(({ record, secret }) =>
        found.get(nameOf(record))?.some(({ password }) => password?.equals(secret)),
      )
    wipeEntries(entries)
    return same ? ok() : err(appError('export.not-verified'))
  }

  /**
   * The current values: what a rotation holds besides belongs to it, and ends with it. A damaged
   * record must not keep the others from being saved elsewhere.
   */
  #collect(): Result<{ tokens: OutgoingToken[]; unreadable: number }> {
    const tokens: OutgoingToken[] = []
    let unreadable = 0
    for (const token of this.#deps.index.visible()) {
      const one = this.#outgoing(token)
      if (one.ok) tokens.push(one.value)
      else if (one.error.code === 'vault.record-damaged') unreadable++
      else {
        for (const { secret } of tokens) secret.wipe()
        return one
      }
    }
    return ok({ tokens, unreadable })
  }

  #outgoing({ id, overview }: StoredToken): Result<OutgoingToken> {
    const { index, platforms } = this.#deps
    const details = index.details(id)
    if (!details.ok) return details
    const secret = index.secret(id, 'current')
    if (!secret.ok) return secret
    if (secret.value === null) return err(appError('vault.record-damaged'))
    const { kind, label, server, account, project, access, expiry } = overview
    const { rotateEveryDays, secretSince, addedAt } = overview
    const { note, destinations, facts, identity, fields } = details.value
    const service = platforms.all.find((each) => each.id === serviceOf(kind))
    const known = platforms.kind(kind)?.servers.find((each) => each.id === server.id)
    return ok({
      record: {
        ...{ kind, label, server, fields, note, account, project, identity, access, facts },
        ...{ expiry, rotateEveryDays, destinations, secretSince, addedAt },
      },
      secret: secret.value,
      service: service?.name ?? serviceOf(kind),
      url: server.baseUrl ?? known?.webBase ?? '',
    })
  }
}
