import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'

/** Changes a closed vault behind its back, with plain SQL. */
export function tamper<T>(file: string, change: (db: Database.Database) => T): T {
  const db = new Database(file, { fileMustExist: true })
  try {
    db.pragma('locking_mode = EXCLUSIVE')
    return change(db)
  } finally {
    db.close()
  }
}

/** Changes one byte of a value in a column of one token. */
export function flip(file: string, column: string, id: string): void {
  tamper(file, (db) => {
    const found = db.prepare(`SELECT ${column} FROM token WHERE id = ?`).pluck().get(id) as Buffer
    const middle = Math.floor(found.length / 2)
    found[middle] = found[middle]! ^ 1
    db.prepare(`UPDATE token SET ${column} = ? WHERE id = ?`).run(found, id)
  })
}

/** Destroys the page of the file that these bytes stand on; returns whether it was found. */
export function spoilPage(file: string, bytes: Buffer): boolean {
  const PAGE = 4096
  const at = readFileSync(file).indexOf(bytes.subarray(0, 64))
  if (at < 0) return false
  const page = Math.floor(at / PAGE) * PAGE
  overwrite(file, page, Buffer.alloc(64, 0xee))
  return true
}

export function overwrite(file: string, at: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+')
  try {
    writeSync(handle, bytes, 0, bytes.length, at)
  } finally {
    closeSync(handle)
  }
}
