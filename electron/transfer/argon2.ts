import { hashRaw, type Options } from '@node-rs/argon2'
import { costly, damaged, Unreadable } from './failure'
import { ARGON2_MEMORY_MAX_KIB, ARGON2_PARALLELISM_MAX, ARGON2_WORK_MAX_KIB } from './limit'

/** Argon2 1.0 and 1.3; the library counts them from 0. */
const VERSION_10 = 0x10
const VERSION_13 = 0x13

export interface Argon2Work {
  readonly memoryKib: number
  readonly passes: number
  readonly parallelism: number
}

/** `import.costly` beyond the limits: the library itself would try for hours. */
export function allowArgon2({ memoryKib, passes, parallelism }: Argon2Work): void {
  const numbers = [memoryKib, passes, parallelism]
  if (!numbers.every((each) => Number.isSafeInteger(each) && each >= 1)) {
    throw new Unreadable(damaged())
  }
  const tooMuch =
    memoryKib > ARGON2_MEMORY_MAX_KIB ||
    parallelism > ARGON2_PARALLELISM_MAX ||
    memoryKib * passes > ARGON2_WORK_MAX_KIB
  if (tooMuch) throw new Unreadable(costly())
  if (memoryKib < 8 * parallelism) throw new Unreadable(damaged())
}

export async function argon2(
  secret: { readonly password: Uint8Array; readonly salt: Uint8Array },
  work: Argon2Work,
  { type, version }: { readonly type: 'd' | 'id'; readonly version: number },
): Promise<Buffer> {
  allowArgon2(work)
  const isKnown = version === VERSION_10 || version === VERSION_13
  if (!isKnown || secret.salt.length < 8) throw new Unreadable(damaged())
  /* eslint-disable @typescript-eslint/no-unsafe-enum-assignment --
     the package's enums are const ones, which cannot be imported */
  const options: Options = {
    memoryCost: work.memoryKib,
    timeCost: work.passes,
    parallelism: work.parallelism,
    outputLen: 32,
    algorithm: type === 'id' ? 2 : 0,
    version: version === VERSION_13 ? 1 : 0,
    salt: secret.salt,
  }
  /* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */
  return hashRaw(secret.password, options)
}
