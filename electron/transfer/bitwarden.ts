import { EntryDraft, type ForeignEntry } from './entry'
import { damaged, tooMany, Unreadable } from './failure'
import { isEmpty, listOf, objectOf, stringOf, type JsonObject } from './json-shape'
import { ENTRIES_MAX } from './limit'

/*
 * "Condition a Bitwarden .json for import" and "Export Vault Data",
 * https://bitwarden.com/help/condition-bitwarden-import/#condition-a-json: `items` with `type`
 * 1 login, 2 secure note, 3 card, 4 identity, 5 SSH key; `fields` with `type` 0 text, 1 hidden,
 * 2 boolean, 3 linked.
 */
const CARD = 3
const IDENTITY = 4
const SSH_KEY = 5
const HIDDEN = 1
const LINKED = 3

/** Whether parsed JSON is an export of Bitwarden, and whether it is encrypted. */
export function bitwardenOf(value: unknown): 'plain' | 'password' | 'account' | null {
  const file = objectOf(value)
  if (typeof file['encrypted'] !== 'boolean') return null
  if (!file['encrypted']) return Array.isArray(file['items']) ? 'plain' : null
  if (file['passwordProtected'] === true) return 'password'
  return 'encKeyValidation_DO_NOT_EDIT' in file || Array.isArray(file['items']) ? 'account' : null
}

/** A plain export, or what lies in an encrypted one. */
export function readBitwarden(value: unknown): ForeignEntry[] {
  const file = objectOf(value)
  const { items } = file
  if (!Array.isArray(items)) throw new Unreadable(damaged())
  if (items.length > ENTRIES_MAX) throw new Unreadable(tooMany())
  // of an organization: collections in the place of folders
  const folders = new Map(
    [...listOf(file['folders']), ...listOf(file['collections'])].map((each) => {
      const { id, name } = objectOf(each)
      return [stringOf(id), stringOf(name)] as const
    }),
  )
  return items.map((each) => entryOf(each, folders))
}

function entryOf(value: unknown, folders: ReadonlyMap<string, string>): ForeignEntry {
  const item = objectOf(value)
  if (typeof item['type'] !== 'number') throw new Unreadable(damaged())
  const entry = new EntryDraft()
  const place = stringOf(item['folderId']) || stringOf(listOf(item['collectionIds'])[0])
  entry.folder = (folders.get(place) ?? '').split('/').filter((name) => name !== '')
  if (!isEmpty(item['deletedDate'])) entry.state = 'deleted'
  else if (!isEmpty(item['archivedDate'])) entry.state = 'archived'
  entry.text('title', stringOf(item['name']))
  entry.text('notes', stringOf(item['notes']))
  entry.date('createdAt', stringOf(item['creationDate']))
  entry.date('modifiedAt', stringOf(item['revisionDate']))
  if (item['type'] === CARD) entry.leave('card')
  if (item['type'] === IDENTITY) entry.leave('identity')
  if (item['type'] === SSH_KEY) entry.leave('ssh-key')
  if (!isEmpty(item['login'])) readLogin(entry, objectOf(item['login']))
  for (const each of listOf(item['fields'])) {
    const { name, value: text, type } = objectOf(each)
    if (type !== LINKED) entry.field(stringOf(name), stringOf(text), type === HIDDEN)
  }
  if (!isEmpty(item['passwordHistory'])) entry.leave('history')
  if (!isEmpty(item['attachments'])) entry.leave('attachment')
  return entry.done()
}

function readLogin(entry: EntryDraft, login: JsonObject): void {
  entry.text('username', stringOf(login['username']))
  entry.password(stringOf(login['password']))
  const [first, ...others] = listOf(login['uris']).map((each) => stringOf(objectOf(each)['uri']))
  entry.text('url', first)
  for (const uri of others) entry.field('url', uri, false)
  if (!isEmpty(login['totp'])) entry.leave('one-time-code')
  if (!isEmpty(login['fido2Credentials'])) entry.leave('passkey')
}
