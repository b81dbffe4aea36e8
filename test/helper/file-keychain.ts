import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { ok } from '../../shared/result'
import type { Keychain } from '../../electron/service/port'

/** A keychain in a JSON file, for several processes one after the other. Tests only. */
export function fileKeychain(path: string): Keychain {
  const load = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
    } catch {
      return {}
    }
  }
  const save = (entries: Record<string, string>) => {
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(entries))
    renameSync(`${path}.${process.pid}`, path)
    return Promise.resolve(ok())
  }
  return {
    read: (account) => Promise.resolve(ok(load()[account] ?? null)),
    write: (account, value) => save({ ...load(), [account]: value }),
    remove: (account) => {
      const others = Object.entries(load()).filter(([name]) => name !== account)
      return save(Object.fromEntries(others))
    },
  }
}
