import { SecretText } from '../service/secret'
import { ENTRIES_MAX } from './limit'
import { damaged, tooMany, Unreadable, unsupported } from './failure'
import type { ForeignEntry } from './entry'
import type { OutgoingToken } from './port'
import { ownEnvelope, ownFile, OWN_FORMAT, OWN_VERSION, type OwnRecord } from './record'

/** Whether a parsed JSON value says that it is an export of Keyglot. */
export function isOwnJson(value: unknown): boolean {
  return ownEnvelope.safeParse(value).success
}

/** All of it fits the schema, or none is read. */
export function readOwnJson(value: unknown): ForeignEntry[] {
  const envelope = ownEnvelope.safeParse(value)
  if (!envelope.success) throw new Unreadable(damaged())
  if (envelope.data.version > OWN_VERSION) throw new Unreadable(unsupported('newer'))
  const file = ownFile.safeParse(value)
  if (!file.success) throw new Unreadable(damaged())
  if (file.data.tokens.length > ENTRIES_MAX) throw new Unreadable(tooMany())
  return file.data.tokens.map(({ secret, ...record }) =>
    ownEntry(record, SecretText.fromText(secret)),
  )
}

/** What a record of ours looks like among the entries of others. */
export function ownEntry(record: OwnRecord, password: SecretText): ForeignEntry {
  return {
    title: record.label,
    username: record.account ?? '',
    url: record.server.baseUrl ?? '',
    notes: record.note,
    password,
    fields: [],
    tags: [],
    folder: [],
    createdAt: record.secretSince,
    modifiedAt: null,
    expiresAt: record.expiry.known === 'date' ? record.expiry.at : null,
    state: 'active',
    leftOut: [],
    own: record,
  }
}

export function writeOwnJson(tokens: readonly OutgoingToken[], now: number): Uint8Array {
  const file = {
    format: OWN_FORMAT,
    version: OWN_VERSION,
    exportedAt: now,
    tokens: tokens.map(({ record, secret }) => ({ ...record, secret: secret.text() })),
  }
  return Buffer.from(`${JSON.stringify(file, null, 2)}\n`, 'utf8')
}
