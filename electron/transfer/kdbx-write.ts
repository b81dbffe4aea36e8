import { Consts, Int64, Kdbx, KdbxCredentials, ProtectedValue, VarDictionary } from 'kdbxweb'
// with it Argon2 is set, which the library does not have itself
import './kdbx-open'
import { inXml, ownFields } from './keepass-own'
import type { OutgoingToken } from './port'

/** What the key of a KDBX export costs: as KeePassXC sets it for new databases, and one lane for each core of a small machine. */
export const KDBX_WORK = { memoryKib: 64 * 1024, passes: 10, parallelism: 2 } as const
type Work = { readonly memoryKib: number; readonly passes: number; readonly parallelism: number }

export async function writeKdbx(
  tokens: readonly OutgoingToken[],
  passphrase: string,
  { now, work = KDBX_WORK }: { readonly now: number; readonly work?: Work },
): Promise<Uint8Array> {
  const credentials = new KdbxCredentials(ProtectedValue.fromString(passphrase))
  const file = Kdbx.create(credentials, 'Keyglot')
  file.setVersion(4)
  file.setKdf(Consts.KdfId.Argon2id)
  const { ValueType } = VarDictionary
  file.header.kdfParameters?.set('M', ValueType.UInt64, Int64.from(work.memoryKib * 1024))
  file.header.kdfParameters?.set('I', ValueType.UInt64, Int64.from(work.passes))
  file.header.kdfParameters?.set('P', ValueType.UInt32, work.parallelism)
  const groups = new Map<string, ReturnType<Kdbx['createGroup']>>()
  for (const token of tokens) {
    const group =
      groups.get(token.service) ?? file.createGroup(file.getDefaultGroup(), inXml(token.service))
    groups.set(token.service, group)
    addEntry(file, group, { token, now })
  }
  return new Uint8Array(await file.save())
}

function addEntry(
  file: Kdbx,
  group: ReturnType<Kdbx['createGroup']>,
  { token, now }: { readonly token: OutgoingToken; readonly now: number },
): void {
  const { record, secret, url } = token
  const entry = file.createEntry(group)
  entry.fields.set('Title', inXml(record.label))
  entry.fields.set('UserName', inXml(record.account ?? ''))
  entry.fields.set('Password', ProtectedValue.fromString(secret.text()))
  entry.fields.set('URL', inXml(url))
  entry.fields.set('Notes', inXml(record.note))
  for (const [name, value] of ownFields(token)) entry.fields.set(name, value)
  const { times } = entry
  times.creationTime = new Date(record.secretSince)
  times.lastModTime = new Date(now)
  times.lastAccessTime = new Date(now)
  times.expires = record.expiry.known === 'date'
  times.expiryTime = new Date(record.expiry.known === 'date' ? record.expiry.at : now)
}
