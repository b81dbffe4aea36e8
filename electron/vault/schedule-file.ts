import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { Keychain, Random, SealedNote } from '../service/port'
import { KEY_BYTES, lengthPrefixed, Nonces, openBytes, sealBytes } from './envelope'
import { ensureFolder, syncFolder, vaultFiles } from './files'
import { keychainKey, readEntry, writeEntry, type KeychainKey } from './keychain-entry'

/** The first bytes of the file: its name, and the version of its form. */
const MAGIC = Buffer.from('KGLS\x01', 'latin1')
const ID_BYTES = 16
/** Larger ones are not ours. */
const FILE_MAX = 32 * 1024 * 1024
const BLOCK = 1024
const SPACE = 0x20

export interface ScheduleFileOptions {
  readonly folder: string
  readonly keychain: Keychain
  readonly random: Random
}

/**
 * `schedule.sealed`, see docs/vault-format.md. A file that is not whole or not ours is written
 * anew; one whose key is there keeps its id, so that no more than one entry comes into being.
 */
export function scheduleFile({ folder, keychain, random }: ScheduleFileOptions): SealedNote {
  const path = vaultFiles(folder).schedule
  const nonces = new Nonces(random)
  let opened: { id: Buffer; key: KeychainKey } | null = null
  let last: Promise<unknown> = Promise.resolve()

  const keyFor = async (id: Buffer): Promise<KeychainKey | null> => {
    if (opened?.id.equals(id) === true) return opened.key
    const entry = await keychain.read(accountOf(id))
    const key = entry.ok && entry.value !== null ? readEntry(entry.value) : null
    if (key) opened = { id, key }
    return key
  }

  const makeKey = async (): Promise<Result<{ id: Buffer; key: KeychainKey }>> => {
    const id = random.bytes(ID_BYTES)
    const key = keychainKey(random.bytes(KEY_BYTES))
    const kept = await keychain.write(accountOf(id), writeEntry(key))
    return kept.ok ? ok((opened = { id, key })) : kept
  }

  const write = async (value: unknown): Promise<Result<void>> => {
    if (opened === null) {
      const there = readWhole(path)
      if (there) await keyFor(there.id)
    }
    const own = opened === null ? await makeKey() : ok(opened)
    if (!own.ok) return own
    const { id, key } = own.value
    const sealed = sealBytes(padded(value), nonces.next(), { key: key.bytes, aad: aadOf(id, key) })
    return replace({ folder, path }, Buffer.concat([MAGIC, id, sealed]))
  }

  const drop = async (): Promise<void> => {
    const known = opened
    opened = null
    try {
      for (const name of [path, `${path}.new`]) rmSync(name, { force: true })
    } catch {
      // what stays there is not read as long as nothing is written
    }
    if (known) await keychain.remove(accountOf(known.id))
  }

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = last.then(act)
    last = turn.catch(() => undefined)
    return turn
  }

  return {
    read: () =>
      inTurn(async () => {
        const there = readWhole(path)
        const key = there && (await keyFor(there.id))
        if (!key) return null
        const plain = openBytes(there.sealed, { key: key.bytes, aad: aadOf(there.id, key) })
        return plain && parsed(plain)
      }),
    write: (value) => inTurn(() => write(value)),
    drop: () => inTurn(drop),
  }
}

function accountOf(id: Buffer): string {
  return `schedule-${id.toString('hex')}`
}

function aadOf(id: Buffer, key: KeychainKey): Buffer {
  return lengthPrefixed(['keyglot/1/schedule', id, key.id])
}

/** A plain file of ours, by its first bytes; null: anything else. */
function readWhole(path: string): { id: Buffer; sealed: Buffer } | null {
  try {
    const stat = lstatSync(path)
    if (!stat.isFile() || stat.size > FILE_MAX) return null
    const bytes = readFileSync(path)
    if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null
    const at = MAGIC.length + ID_BYTES
    return bytes.length <= at
      ? null
      : { id: bytes.subarray(MAGIC.length, at), sealed: bytes.subarray(at) }
  } catch {
    return null
  }
}

/** JSON, with spaces up to a full block: how many tokens there are shows in steps only. */
function padded(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value), 'utf8')
  return Buffer.concat([json, Buffer.alloc(BLOCK - (json.length % BLOCK), SPACE)])
}

function parsed(plain: Buffer): unknown {
  try {
    return JSON.parse(plain.toString('utf8'))
  } catch {
    return null
  }
}

function replace(at: { folder: string; path: string }, bytes: Buffer): Result<void> {
  const fresh = `${at.path}.new`
  try {
    ensureFolder(at.folder)
    rmSync(fresh, { force: true, recursive: true })
    const file = openSync(fresh, 'wx', 0o600)
    try {
      // all of it: on a disk that gets full, a single write takes as much as there is room for
      writeFileSync(file, bytes)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(fresh, at.path)
    syncFolder(at.folder)
    return ok()
  } catch {
    removeFresh(fresh)
    return err(appError('file.failed'))
  }
}

/** It takes room that something else may need; what cannot go now is written over by the next. */
function removeFresh(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // the disk fails
  }
}
