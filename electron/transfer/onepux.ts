import { EntryDraft, type ForeignEntry } from './entry'
import { damaged, tooMany, Unreadable } from './failure'
import { isEmpty, listOf, numberOf, objectOf, stringOf, type JsonObject } from './json-shape'
import { ENTRIES_MAX } from './limit'
import { jsonOf, textOf } from './text'
import { unzipOne } from './zip'

/*
 * "About the 1Password Unencrypted Export format", https://support.1password.com/1pux-format/: a ZIP
 * archive; `export.data` is JSON with accounts, vaults and items.
 */
const DATA = 'export.data'

/** `categoryUuid` of items whose content has no place here. */
const CARD = '002'
const IDENTITY = '004'
const SSH_KEY = '114'

/** Id of the field that holds the value of an API credential. */
const CREDENTIAL = 'credential'

/** The part of an archive that is read; null: it is none of 1Password's. */
export function onePuxDataOf(bytes: Uint8Array): Promise<Uint8Array | null> {
  return unzipOne(bytes, DATA)
}

export async function readOnePuxData(data: Uint8Array): Promise<ForeignEntry[]> {
  const { accounts } = objectOf(await jsonOf(textOf(data)))
  if (!Array.isArray(accounts)) throw new Unreadable(damaged())
  const entries: ForeignEntry[] = []
  for (const account of accounts) {
    const { vaults } = objectOf(account)
    if (!Array.isArray(vaults)) throw new Unreadable(damaged())
    for (const vault of vaults) {
      const { attrs, items } = objectOf(vault)
      if (!Array.isArray(items)) throw new Unreadable(damaged())
      if (entries.length + items.length > ENTRIES_MAX) throw new Unreadable(tooMany())
      const folder = stringOf(objectOf(attrs)['name'])
      for (const each of items) entries.push(entryOf(each, folder))
    }
  }
  return entries
}

function entryOf(value: unknown, vault: string): ForeignEntry {
  const outer = objectOf(value)
  // older exports wrap each item once more
  const item = 'item' in outer ? objectOf(outer['item']) : outer
  if (typeof item['details'] !== 'object' || typeof item['overview'] !== 'object') {
    throw new Unreadable(damaged())
  }
  const overview = objectOf(item['overview'])
  const entry = new EntryDraft()
  entry.folder = vault === '' ? [] : [vault]
  if (item['state'] === 'archived') entry.state = 'archived'
  if (item['trashed'] === true) entry.state = 'deleted'
  entry.text('title', stringOf(overview['title']))
  entry.text('url', stringOf(overview['url']))
  for (const each of listOf(overview['urls'])) {
    const { label, url } = objectOf(each)
    if (url !== overview['url']) entry.field(stringOf(label) || 'url', stringOf(url), false)
  }
  entry.tags(listOf(overview['tags']).map(stringOf))
  entry.time('createdAt', seconds(item['createdAt']))
  entry.time('modifiedAt', seconds(item['updatedAt']))
  const category = stringOf(item['categoryUuid'])
  if (category === CARD) entry.leave('card')
  if (category === IDENTITY) entry.leave('identity')
  if (category === SSH_KEY) entry.leave('ssh-key')
  readDetails(entry, objectOf(item['details']))
  if (!isEmpty(outer['file'])) entry.leave('attachment')
  return entry.done()
}

function readDetails(entry: EntryDraft, details: JsonObject): void {
  entry.text('notes', stringOf(details['notesPlain']))
  // the value of a "Password" item stands here, the one of a "Login" item among its fields
  entry.password(stringOf(details['password']))
  for (const each of listOf(details['loginFields'])) {
    const { designation, value, name, id, fieldType } = objectOf(each)
    if (designation === 'username') entry.text('username', stringOf(value))
    else if (designation === 'password') entry.password(stringOf(value))
    else entry.field(stringOf(name) || stringOf(id), stringOf(value), fieldType === 'P')
  }
  for (const section of listOf(details['sections'])) {
    for (const field of listOf(objectOf(section)['fields'])) readField(entry, objectOf(field))
  }
  if (!isEmpty(details['passwordHistory'])) entry.leave('history')
  if (!isEmpty(details['documentAttributes'])) entry.leave('attachment')
}

/** A field of a section: its value is an object whose one key says of which sort it is. */
function readField(entry: EntryDraft, field: JsonObject): void {
  const id = stringOf(field['id'])
  const name = stringOf(field['title']) || id
  const values = objectOf(field['value'])
  const [sort = ''] = Object.keys(values)
  const value = values[sort]
  if (isEmpty(value)) return
  if (sort === 'totp') entry.leave('one-time-code')
  else if (sort === 'file') entry.leave('attachment')
  else if (sort === 'reference') entry.leave('reference')
  else if (sort === 'sshKey') entry.leave('ssh-key')
  else if (sort === 'creditCardNumber') entry.leave('card')
  else if (sort === 'address') entry.leave('identity')
  else if (sort === 'date') {
    if (id === 'expires') entry.time('expiresAt', seconds(value))
    else entry.field(name, dayOf(value), false)
  } else if (sort === 'email') {
    entry.field(name, stringOf(objectOf(value)['email_address']) || stringOf(value), false)
  } else if (id === CREDENTIAL && sort === 'concealed' && !entry.hasPassword) {
    entry.password(stringOf(value))
  } else if (id === 'username' && sort === 'string') entry.text('username', stringOf(value))
  else if (id === 'hostname' && sort === 'string') {
    entry.field(name, stringOf(value), false)
  } else entry.field(name, stringOf(value), sort === 'concealed')
}

function seconds(value: unknown): number | null {
  const at = numberOf(value)
  return at === null ? null : at * 1000
}

function dayOf(value: unknown): string {
  const at = new Date(seconds(value) ?? Number.NaN)
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10)
}
