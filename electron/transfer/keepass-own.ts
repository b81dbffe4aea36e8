import { LABEL_MAX, NOTE_MAX } from '../../shared/model/limit'
import type { Expiry } from '../../shared/model/token'
import type { ForeignEntry } from './entry'
import type { OutgoingToken } from './port'
import { ownRecord, type OwnRecord } from './record'

/** Our own fields of a KDBX entry begin so: one that a program reads, the others for people. */
const OURS = 'Keyglot '
const RECORD = 'Keyglot record'

const SECOND = 1000

/**
 * What of a text is left in XML 1.0 ("Extensible Markup Language (XML) 1.0", 2.2 Characters and 2.11
 * End-of-Line Handling: https://www.w3.org/TR/xml/).
 */
export function inXml(text: string): string {
  return (
    text
      .replaceAll(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex -- these are the ones that are meant
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
  )
}

/** JSON that is the same after XML: what XML cannot hold is written as an escape. */
function jsonInXml(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\ufffe\uffff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16)}`,
  )
}

/** The fields of an entry that hold what KDBX itself has no place for. */
export function ownFields({ record, service }: OutgoingToken): (readonly [string, string])[] {
  const { kind, server, project, fields, destinations, rotateEveryDays } = record
  const told: readonly (readonly [string, string])[] = [
    ['service', service],
    ['kind', kind],
    ['server', server.baseUrl ?? server.id],
    ['project', project ?? ''],
    ...Object.entries(fields).map(([key, value]) => [key, [value].flat().join(', ')] as const),
    ['used in', destinations.map(({ text }) => text).join('\n')],
    ['replace every', rotateEveryDays === null ? '' : `${rotateEveryDays} days`],
  ]
  return [
    [RECORD, jsonInXml(record)],
    ...told.flatMap(([name, value]) =>
      inXml(value) === '' ? [] : [[`${OURS}${name}`, inXml(value)] as const],
    ),
  ]
}

/**
 * An entry that Keyglot wrote, as the token it was. What was changed in the other program counts:
 * title, notes, password and expiry are taken from the entry where they differ from the record.
 */
export function withOwn(entry: ForeignEntry): ForeignEntry {
  const written = entry.fields.find(({ name }) => name === RECORD)
  const record = written && parsed(written.value.text())
  if (!record) return entry
  const own: OwnRecord = {
    ...record,
    label: edited(record.label, entry.title, LABEL_MAX) || record.label,
    note: edited(record.note, entry.notes, NOTE_MAX),
    expiry: editedExpiry(record.expiry, entry.expiresAt),
  }
  for (const { name, value } of entry.fields) if (name.startsWith(OURS)) value.wipe()
  return { ...entry, own, fields: entry.fields.filter(({ name }) => !name.startsWith(OURS)) }
}

function parsed(text: string): OwnRecord | null {
  try {
    const record = ownRecord.safeParse(JSON.parse(text))
    return record.success ? record.data : null
  } catch {
    return null
  }
}

function edited(written: string, found: string, max: number): string {
  return inXml(written) === found ? written : found.slice(0, max)
}

function editedExpiry(written: Expiry, found: number | null): Expiry {
  if (written.known === 'date') {
    if (found === null) return { known: 'unknown' }
    const same = Math.floor(written.at / SECOND) === Math.floor(found / SECOND)
    if (same) return written
  }
  return found === null ? written : { known: 'date', at: found, source: 'user' }
}
