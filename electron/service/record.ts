import type { TokenDetails, TokenOverview } from '../../shared/model/token'
import { hintOf } from '../../shared/redact'
import { isAlive, settles } from '../../shared/model/verdict-list'
import { madeAt, type Answer } from './checked'
import { mergeFacts, type Described } from './described'
import { decideExpiry, type EnteredExpiry } from './expiry'
import { cleanNote } from './label'
import type { SecretText } from './secret'
import { createdOn, type CheckedInput } from './subject'

export interface FirstRecordParts {
  readonly subject: CheckedInput
  /** What is known without asking anybody. */
  readonly known: Described
  /** What the platform answered; null: not asked, or not about this. */
  readonly answer: Answer | null
  readonly entered: {
    readonly label: string
    readonly note: string
    readonly expiry: EnteredExpiry
    readonly rotateEveryDays: number | null
  }
  readonly secret: SecretText
  readonly now: number
}

/** What is stored of a token that is saved for the first time. */
export function firstRecord(parts: FirstRecordParts): {
  overview: TokenOverview
  details: TokenDetails
} {
  const { subject, known, answer, entered, now } = parts
  const told = answer && isAlive(answer.check.verdict) ? answer : null
  const since = createdOn(subject.fields) ?? (told ? madeAt(told.known, now) : null) ?? now
  return {
    overview: {
      kind: subject.kind.id,
      label: entered.label,
      hint: hintOf(parts.secret.text(), subject.kind.prefix),
      server: told?.server ?? subject.server,
      account: told?.known.account ?? known.account,
      project: told?.known.project ?? known.project,
      access: told?.known.access ?? known.access,
      expiry: decideExpiry({
        found: answer?.known.expiry ?? known.expiry,
        entered: entered.expiry,
        rule: subject.kind.expiryRule,
      }),
      rotateEveryDays: entered.rotateEveryDays,
      secretSince: since,
      addedAt: now,
      check: answer?.check ?? null,
      settled: answer && settles(answer.check.verdict) ? answer.check : null,
      phase: { name: 'idle' },
      forgottenAt: null,
    },
    details: {
      note: cleanNote(entered.note),
      destinations: [],
      facts: mergeFacts(known.facts, told?.known.facts ?? []),
      identity: told?.known.identity ?? known.identity,
      accepted: told?.server ?? null,
      fields: subject.fields,
      checks: answer ? [answer.check] : [],
      rotation: null,
      revocation: null,
      orphans: [],
    },
  }
}
