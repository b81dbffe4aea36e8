import { appError } from '../../shared/error'
import { isUnderWay } from '../../shared/model/stage'
import type { TokenDetails, TokenId, TokenOverview, TokenSummary } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { KindAdapter, Platforms } from '../platform/adapter'
import { described, mergeFacts } from './described'
import { decideExpiry, enteredOf, isFirm } from './expiry'
import { cleanLabel, cleanNote } from './label'
import { SLOTS, type StoredToken } from './port'
import { createdOn, parseFields, parseServer, refuseSecret, sameServer } from './subject'
import { did } from './trace'
import { summaryOf, type TokenIndex } from './token-index'
import type { EditInput } from './token-service'

export interface TokenEditorDeps {
  readonly index: TokenIndex
  readonly platforms: Platforms
}

interface Draft {
  readonly token: StoredToken
  overview: TokenOverview
  details: TokenDetails
  /** Answers about the token from before the edit do not hold any more. */
  outdated: boolean
}

/** Applies what the user changed in a token, all of it or nothing. */
export class TokenEditor {
  readonly #deps: TokenEditorDeps
  /** The version that the last edit made. Checks raise versions too, and conflict with no edit. */
  readonly #edited = new Map<TokenId, number>()

  constructor(deps: TokenEditorDeps) {
    this.#deps = deps
  }

  clear(): void {
    this.#edited.clear()
  }

  edit(input: EditInput): Result<TokenSummary> {
    const { index, platforms } = this.#deps
    const token = index.get(input.id)
    if (!token.ok) return token
    if (input.version < (this.#edited.get(input.id) ?? 0) || input.version > token.value.version) {
      return err(appError('token.changed-elsewhere'))
    }
    const kind = platforms.kind(token.value.overview.kind)
    const details = index.details(input.id)
    if (!kind) return err(appError('capability.unsupported'))
    if (!details.ok) return details

    const { overview } = token.value
    const draft: Draft = { token: token.value, overview, details: details.value, outdated: false }
    for (const step of [this.#words, this.#server, this.#fields, this.#expiry]) {
      const done = step.call(this, draft, input, kind)
      if (!done.ok) return done
    }
    const trace = did('token.edit', { detail: { changed: namesOf(input) } })
    const { overview: after, details: rest } = draft
    const changed = index.change(input.id, { overview: after, details: rest, trace })
    if (!changed.ok) return changed
    if (draft.outdated) index.outdate(input.id)
    this.#edited.set(input.id, changed.value.version)
    return ok(summaryOf(changed.value))
  }

  #words(draft: Draft, input: EditInput): Result<void> {
    if (input.label !== undefined) {
      const label = cleanLabel(input.label)
      if (!label.ok) return label
      draft.overview = { ...draft.overview, label: label.value }
    }
    if (input.note !== undefined) draft.details = { ...draft.details, note: cleanNote(input.note) }
    if (input.rotateEveryDays !== undefined) {
      draft.overview = { ...draft.overview, rotateEveryDays: input.rotateEveryDays }
    }
    return ok()
  }

  #server(draft: Draft, input: EditInput, kind: KindAdapter): Result<void> {
    if (!input.server || sameServer(input.server, draft.overview.server)) return ok()
    const server = parseServer(this.#deps.platforms, kind, input.server)
    if (!server.ok) return server
    // another server would 'prove' that the old value is dead
    if (isUnderWay(draft.overview.phase)) return err(appError('rotation.already-open'))
    draft.overview = { ...draft.overview, server: server.value, check: null, settled: null }
    draft.outdated = true
    return ok()
  }

  /** New entries replace what followed from the old ones; what the platform said stays. */
  #fields(draft: Draft, input: EditInput, kind: KindAdapter): Result<void> {
    if (!input.fields) return ok()
    const fields = parseFields(kind, input.fields)
    if (!fields.ok) return fields
    const clean = this.#refuseSecrets(draft.token.id, fields.value)
    if (!clean.ok) return clean
    const before = draft.details.fields
    const changed = Object.keys({ ...before, ...fields.value }).filter(
      (key) => String(before[key]) !== String(fields.value[key]),
    )
    // asked about another project, a platform would 'prove' that the value is dead
    if (isUnderWay(draft.overview.phase) && changed.some((key) => steersAnswer(kind, key))) {
      return err(appError('rotation.already-open'))
    }
    const known = this.#known(draft, fields.value)
    if (!known.ok) return known
    const { overview, details } = draft
    const told = overview.access.filter((each) => each.source === 'platform')
    const layers = new Set(told.map((each) => each.layer))
    draft.details = {
      ...details,
      fields: fields.value,
      facts: mergeFacts(
        details.facts.filter((each) => each.source === 'platform'),
        known.value.facts.filter((each) => each.source !== 'platform'),
      ),
    }
    draft.overview = {
      ...overview,
      project: known.value.project ?? overview.project,
      access: [...told, ...known.value.access.filter((each) => !layers.has(each.layer))],
      secretSince: createdOn(fields.value) ?? overview.secretSince,
    }
    if (!changed.some((key) => isAsked(kind, key))) return ok()
    draft.details = { ...draft.details, accepted: null }
    draft.overview = { ...draft.overview, check: null, settled: null }
    draft.outdated = true
    return ok()
  }

  #expiry(draft: Draft, input: EditInput, kind: KindAdapter): Result<void> {
    const { overview, details } = draft
    if (input.expiry === undefined && !input.fields) return ok()
    const fixed = isFirm(overview.expiry) || kind.expiryRule.type === 'never'
    if (input.expiry !== undefined && input.expiry !== null && fixed) {
      return err(appError('expiry.set-by-platform'))
    }
    if (isFirm(overview.expiry)) return ok()
    const known = this.#known(draft, details.fields)
    if (!known.ok) return known
    draft.overview = {
      ...overview,
      expiry: decideExpiry({
        found: known.value.expiry,
        entered: input.expiry === undefined ? enteredOf(overview.expiry) : input.expiry,
        rule: kind.expiryRule,
      }),
    }
    return ok()
  }

  /** Those of a rotation as well. */
  #refuseSecrets(id: TokenId, fields: TokenDetails['fields']): Result<void> {
    for (const slot of SLOTS) {
      const secret = this.#deps.index.secret(id, slot)
      if (!secret.ok) return secret
      const clean = secret.value ? refuseSecret(fields, secret.value) : ok()
      secret.value?.wipe()
      if (!clean.ok) return clean
    }
    return ok()
  }

  #known(draft: Draft, fields: TokenDetails['fields']): Result<ReturnType<typeof described>> {
    const { index, platforms } = this.#deps
    const secret = index.secret(draft.token.id, 'current')
    if (!secret.ok) return secret
    if (!secret.value) return err(appError('token.not-found'))
    const { kind } = draft.overview
    const known = platforms.known({ kind, secret: secret.value, fields })
    const clean = described(known, secret.value.text())
    secret.value.wipe()
    return ok(clean)
  }
}

/** What the user changed, by name: what it was and is does not go into the log. */
function namesOf({ id: _, version: __, ...change }: EditInput): string {
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  return given.map(([name]) => name).join(', ')
}

/** Fields that decide what is asked, or what a refusal means. */
const STEERING = ['projectId', 'places']

function steersAnswer(kind: KindAdapter, key: string): boolean {
  return isAsked(kind, key) || STEERING.includes(key)
}

/** Without this field the platform is not asked, so that with another it is asked something else. */
function isAsked(kind: KindAdapter, key: string): boolean {
  return kind.fields.some((each) => each.key === key && each.requiredFor === 'check')
}
