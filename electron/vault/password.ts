import type { Algorithm, Options } from '@node-rs/argon2'
import { z } from 'zod'
import type { Clock } from '../service/port'
import { KEY_BYTES } from './envelope'

/** The cost of stretching a password with Argon2id: memory in KiB, passes, lanes. */
export interface KdfCost {
  readonly m: number
  readonly t: number
  readonly p: number
}

/**
 * The least that is used: the second recommended option of RFC 9106, section 4
 * (https://www.rfc-editor.org/rfc/rfc9106.html#section-4).
 */
export const KDF_FLOOR: KdfCost = { m: 64 * 1024, t: 3, p: 4 }
/** More than this in a file was not written by us, and could hold the machine up. */
const KDF_CEILING: KdfCost = { m: 1024 * 1024, t: 20, p: 8 }
/** Calibration makes the memory no larger than this by itself, KiB. */
const MEMORY_ENOUGH = 256 * 1024
const SALT_BYTES = 16
// the package's enum is a const one, which this build cannot import
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- its value is documented
const ARGON2ID = 2 as Algorithm.Argon2id

export const KDF_TARGET_MS = 500

const within = (name: keyof KdfCost) => z.number().int().min(KDF_FLOOR[name]).max(KDF_CEILING[name])

/** As it stands in a wrap's params. What is out of bounds is not ours, and is not tried. */
export const kdfCost = z.object({
  m: within('m'),
  t: within('t'),
  p: z.number().int().min(1).max(KDF_CEILING.p),
})

export const salt = z
  .string()
  .regex(/^[A-Za-z0-9+/]{22}==$/)
  .transform((text) => Buffer.from(text, 'base64'))

export { SALT_BYTES }

/**
 * The same password is the same bytes on every keyboard: NFKC, then UTF-8. The caller wipes the
 * answer. `plain`: UTF-8.
 */
export function normalized(plain: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(plain).toString('utf8').normalize('NFKC'), 'utf8')
}

/** Argon2id, on a thread of its own. 32 bytes, which the caller wipes. */
export async function stretch(plain: Uint8Array, salt: Uint8Array, cost: KdfCost): Promise<Buffer> {
  const { hashRaw } = await import('@node-rs/argon2')
  const options: Options = {
    algorithm: ARGON2ID,
    memoryCost: cost.m,
    timeCost: cost.t,
    parallelism: cost.p,
    outputLen: KEY_BYTES,
    salt,
  }
  const password = normalized(plain)
  try {
    return await hashRaw(password, options)
  } finally {
    password.fill(0)
  }
}

/**
 * The cost that takes this machine at least half a second: first more memory, which costs an
 * attacker most, then more passes. Each step is measured, so that the last one is known to suffice;
 * that one twice, since whatever else the machine does makes it look dearer than it is.
 */
export async function calibrate(clock: Pick<Clock, 'monotonic'>): Promise<KdfCost> {
  const salt = Buffer.alloc(SALT_BYTES)
  const timed = async (cost: KdfCost): Promise<number> => {
    const start = clock.monotonic()
    await stretch(Buffer.from('calibration'), salt, cost)
    return clock.monotonic() - start
  }
  let cost = KDF_FLOOR
  for (;;) {
    const once = await timed(cost)
    const ms = once < KDF_TARGET_MS ? once : Math.min(once, await timed(cost))
    if (ms >= KDF_TARGET_MS) return cost
    const next = dearer(cost, ms)
    if (next === null) return cost
    cost = next
  }
}

/** A step nearer to the target; null: there is none left. */
export function dearer({ m, t, p }: KdfCost, ms: number): KdfCost | null {
  if (m < MEMORY_ENOUGH) return { m: m * 2, t, p }
  if (t >= KDF_CEILING.t) return null
  const factor = KDF_TARGET_MS / Math.max(ms, 1)
  return { m, t: Math.min(KDF_CEILING.t, Math.max(t + 1, Math.ceil(t * factor))), p }
}
