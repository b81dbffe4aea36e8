import { rmSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { openAlone, openReadOnly } from './database'
import { isThere, sizeOf, type VaultFiles } from './files'
import { makeDurable } from './pragmas'

/** A connection to find out whose file this is and what its key is wrapped with. */
export interface Look {
  readonly db: Database.Database
  /**
   * Ends the look: the connection to use, which the caller closes. `merging` is called before a
   * journal that was left over is brought into the file, and while nobody has it open; false: that
   * must not be. null then.
   */
  use(merging: () => boolean): Database.Database | null
  /** Ends the look, if it was not ended by `use`. */
  close(): void
}

/**
 * Until the key is at hand, nothing of the vault's files changes. After a clean end there is no
 * -wal, and opening and closing changes nothing. After a kill there is one, and a connection that
 * can write would bring it into the file when it closes; one that cannot does not, but needs a
 * -shm file meanwhile. Where there is no room for that, the vault stays shut.
 */
export function lookAt(files: VaultFiles): Look {
  if (sizeOf(files.wal) === 0) return lookAlone(files)
  const hadShm = isThere(files.shm)
  const removeShm = () => {
    if (!hadShm) rmSync(files.shm, { force: true })
  }
  try {
    return lookOnly(files, removeShm)
  } catch (error) {
    removeShm()
    throw error
  }
}

function lookAlone(files: VaultFiles): Look {
  const db = openAlone(files.db)
  let ended = false
  return {
    db,
    use: () => {
      ended = true
      return durable(db)
    },
    close: () => {
      if (!ended) db.close()
      ended = true
    },
  }
}

function lookOnly(files: VaultFiles, removeShm: () => void): Look {
  const db = openReadOnly(files.db)
  const close = () => {
    if (!db.open) return
    db.close()
    removeShm()
  }
  return {
    db,
    use: (merging) => {
      close()
      return merging() ? durable(openAlone(files.db)) : null
    },
    close,
  }
}

function durable(db: Database.Database): Database.Database {
  try {
    makeDurable(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
