import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'

const HEARTBEAT_MS = 5_000
const STALE_MS = 60_000
const RETRY_MS = 200

const ownerSchema = z.object({ pid: z.number().int(), host: z.string() })

/** Who holds a lock, as written into its file. */
export type LockOwner = z.infer<typeof ownerSchema>

/** What is known of a lock that somebody else holds. */
export interface HeldLock {
  /** Undefined while the owner has not written its name yet. */
  readonly owner: LockOwner | undefined
  readonly ageMs: number
  readonly host: string
  readonly isAlive: (pid: number) => boolean
}

/** True if the owner of a lock is gone: its process ended, or it stopped touching the file. */
export function isStale({ owner, ageMs, host, isAlive }: HeldLock): boolean {
  if (ageMs > STALE_MS) return true
  // Process numbers mean something on the same machine only; the cache may be on a shared disk.
  return owner !== undefined && owner.host === host && !isAlive(owner.pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function readOwner(file: string): Promise<LockOwner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}

async function tryLock(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx')
    await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }))
    await handle.close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function removeIfStale(file: string): Promise<void> {
  const owner = await readOwner(file)
  const seen = await stat(file).catch(() => undefined)
  if (seen === undefined) return
  const held = { owner, ageMs: Date.now() - seen.mtimeMs, host: hostname(), isAlive }
  if (!isStale(held)) return
  // Renaming first lets only one of several waiting processes take the lock away.
  const aside = `${file}.${process.pid}`
  await rename(file, aside).then(
    () => rm(aside, { force: true }),
    () => undefined,
  )
}

/**
 * Runs `work` while holding the lock `file`; `onWait` is called once if it has to wait for it.
 * The lock saves double work; what it guards is put in place by a rename, so that even two at once
 * (after a stale lock was taken away in the wrong moment) do no harm.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  onWait: (owner: LockOwner | undefined) => void,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true })
  for (let waits = 0; !(await tryLock(file)); waits += 1) {
    if (waits === 1) onWait(await readOwner(file))
    await removeIfStale(file)
    await delay(RETRY_MS)
  }
  const touch = (): void => void utimes(file, new Date(), new Date()).catch(() => undefined)
  const heartbeat = setInterval(touch, HEARTBEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    await rm(file, { force: true })
  }
}
