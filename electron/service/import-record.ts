import type { ImportTake } from '../../shared/contract/transfer'
import { NOTE_MAX } from '../../shared/model/limit'
import type { TokenDetails, TokenOverview } from '../../shared/model/token'
import { hintOf, scrub } from '../../shared/redact'
import { ok, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import type { ForeignEntry } from '../transfer/entry'
import type { OwnRecord } from '../transfer/record'
import { described } from './described'
import { cleanPlace } from './destination'
import { cleanLabel, cleanNote, cut } from './label'
import { firstRecord } from './record'
import type { SecretText } from './secret'
import { createdOn, parseSubject, refuseSecret, type CheckedInput } from './subject'

/** A value of a file, with the entry that it stood in. */
export interface FileValue {
  readonly entry: ForeignEntry
  readonly secret: SecretText
}

export interface TokenRecord {
  readonly overview: TokenOverview
  readonly details: TokenDetails
}

/** What is stored of a value: `capability.unsupported`, `server.*`, `field.*`, `label.*`. */
export function importedRecord(
  platforms: Platforms,
  value: FileValue,
  { take, now }: { readonly take: ImportTake; readonly now: number },
): Result<TokenRecord> {
  const subject = parseSubject(platforms, take)
  if (!subject.ok) return subject
  const clean = refuseSecret(subject.value.fields, value.secret)
  if (!clean.ok) return clean
  const label = cleanLabel(take.label)
  if (!label.ok) return label
  const { own } = value.entry
  return ok(
    own?.kind === subject.value.kind.id
      ? ownRecord(own, value.secret, { subject: subject.value, label: label.value, now })
      : foreignRecord(platforms, value, { subject: subject.value, label: label.value, now }),
  )
}

interface Chosen {
  readonly subject: CheckedInput
  readonly label: string
  readonly now: number
}

/** As it was exported. The file is not proved to be ours: every text passes the gates of any other. */
function ownRecord(
  own: OwnRecord,
  secret: SecretText,
  { subject, label, now }: Chosen,
): TokenRecord {
  const { account, project, identity, access, facts, expiry } = own
  const told = described(
    {
      ...(account !== null && { account }),
      ...(project !== null && { project }),
      ...(identity.account !== null && { accountId: identity.account }),
      ...(identity.project !== null && { projectId: identity.project }),
      ...{ access, facts, expiry },
    },
    secret.text(),
  )
  const past = (at: number): number => (at > 0 ? Math.min(at, now) : now)
  return {
    overview: {
      kind: subject.kind.id,
      label,
      hint: hintOf(secret.text(), subject.kind.prefix),
      server: subject.server,
      account: told.account,
      project: told.project,
      access: told.access,
      expiry: told.expiry ?? { known: 'unknown' },
      rotateEveryDays: own.rotateEveryDays,
      secretSince: past(own.secretSince),
      addedAt: past(own.addedAt),
      check: null,
      settled: null,
      phase: { name: 'idle' },
      forgottenAt: null,
    },
    details: {
      note: cleanNote(scrub(own.note, [secret.text()])),
      destinations: own.destinations.flatMap((each) => {
        const text = cleanPlace(scrub(each.text, [secret.text()]))
        return text === '' ? [] : [{ ...each, text }]
      }),
      facts: told.facts,
      identity: told.identity,
      accepted: null,
      fields: subject.fields,
      checks: [],
      rotation: null,
      revocation: null,
      orphans: [],
    },
  }
}

function foreignRecord(
  platforms: Platforms,
  { entry, secret }: FileValue,
  { subject, label, now }: Chosen,
): TokenRecord {
  const { kind, fields } = subject
  const record = firstRecord({
    subject,
    secret,
    answer: null,
    known: described(platforms.known({ kind: kind.id, secret, fields }), secret.text()),
    entered: {
      label,
      note: noteOf(entry, secret),
      expiry: entry.expiresAt,
      rotateEveryDays: null,
    },
    now,
  })
  // what the other program knows is at least as old as the entry; a day that was entered is better
  const made = createdOn(fields) === null && entry.createdAt !== null ? entry.createdAt : null
  return made === null || made <= 0 || made > now
    ? record
    : { ...record, overview: { ...record.overview, secretSince: made } }
}

/** The entry's notes, and below them what a token has no place for. Hidden fields stay out. */
function noteOf(entry: ForeignEntry, secret: SecretText): string {
  const beside = [
    entry.username,
    entry.url,
    ...entry.fields
      .filter(({ isProtected }) => !isProtected)
      .map(({ name, value }) => `${name}: ${value.text()}`),
    entry.tags.map((tag) => `#${tag.replaceAll(/\s+/g, '-')}`).join(' '),
  ]
  const text = [entry.notes, ...beside].filter((each) => each.trim() !== '').join('\n')
  return cut(cleanNote(scrub(text, [secret.text()])), NOTE_MAX)
}
