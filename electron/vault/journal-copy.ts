import { copyFileSync, constants, renameSync, rmSync } from 'node:fs'
import type { Logger } from '../service/port'
import { ok, type Result } from '../../shared/result'
import { openReadOnly, VaultDatabase } from './database'
import { isThere, syncFolder, type VaultFiles } from './files'
import type { KeyRing } from './key-ring'
import { Ledger } from './ledger'
import { COUNTED } from './manifest'
import { isPlainError } from './sqlite-error'
import { freeName } from './set-aside'

/** File and journal as they were before the one was brought into the other. */
export interface JournalCopy {
  /** They fitted: the copies go. */
  discard(): void
  /** They did not: the copies get a name to be found by. */
  keep(now: number): void
}

/**
 * After a kill, SQLite brings the journal into the file. It takes any journal that is whole in
 * itself for the file's own, even that of another vault, and pages of it would take the place of
 * ours. So both are kept as they were until the outcome has proved to be what was written. null:
 * there is no room for that; then the proof has to come first.
 */
export function copyBoth(files: VaultFiles, log: Logger): JournalCopy | null {
  const copy = `${files.db}.before`
  const remove = (): void => {
    for (const end of ENDS) rmSync(copy + end, { force: true })
  }
  try {
    for (const end of ENDS) copyFileSync(files.db + end, copy + end, constants.COPYFILE_FICLONE)
  } catch {
    remove()
    log.warn('there is no room to keep the vault’s journal apart')
    return null
  }
  return {
    discard: remove,
    keep(now) {
      const name = freeName(files, now)
      for (const end of ENDS) if (isThere(copy + end)) renameSync(copy + end, name + end)
      syncFolder(files.folder)
      log.warn('the vault’s file and journal were kept as they were found')
    },
  }
}

/**
 * Where there is no room for copies: whether file and journal together are what was written, found
 * out without a change of either.
 */
export function fitsUncopied(files: VaultFiles, ring: KeyRing, log: Logger): boolean {
  const hadShm = isThere(files.shm)
  const db = openReadOnly(files.db)
  try {
    const database = new VaultDatabase(db, new Ledger(db, ring), log)
    return database.ledger.found === 'whole' && isWhole(database)
  } catch (error) {
    // an older form has no record to prove it by
    if (isPlainError(error)) return false
    throw error
  } finally {
    db.close()
    if (!hadShm) rmSync(files.shm, { force: true })
  }
}

const ENDS = ['', '-wal']
const PARTS = `SELECT (SELECT count(*) FROM token) = (SELECT count(*) FROM token_details)`

/** Whether all of the file is what was written; reads all of it. */
export function isWhole(database: VaultDatabase): boolean {
  const { db, ledger } = database
  const whole = database.read((): Result<boolean> => {
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') return ok(false)
    if (db.prepare(PARTS).pluck().get() !== 1) return ok(false)
    return ok(COUNTED.every((table) => ledger.agrees(table)))
  })
  return whole.ok && whole.value
}
