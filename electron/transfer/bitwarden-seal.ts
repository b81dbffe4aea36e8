import { createDecipheriv, createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { argon2 } from './argon2'
import { costly, damaged, Unreadable, unsupported, wrongPassword } from './failure'
import { PBKDF2_ITERATIONS_MAX } from './limit'
import { jsonOf } from './text'

/*
 * A password-protected export, "Encrypted Exports" (https://bitwarden.com/help/encrypted-export/):
 * the password with PBKDF2 or Argon2id to a key; that stretched with HKDF-Expand to one for the
 * cipher and one for the proof; AES-256-CBC, then HMAC-SHA256 over IV and ciphertext. The salt is
 * used as the text that stands in the file, and for Argon2id its SHA-256; memory is in MiB.
 */
const PBKDF2 = 0
const ARGON2ID = 1
const ARGON2_VERSION = 0x13

const sealedFile = z.object({
  encrypted: z.literal(true),
  passwordProtected: z.literal(true),
  salt: z.string().min(1).max(1000),
  kdfType: z.number().int(),
  kdfIterations: z.number().int().min(1),
  kdfMemory: z.number().int().nullish(),
  kdfParallelism: z.number().int().nullish(),
  encKeyValidation_DO_NOT_EDIT: z.string(),
  data: z.string(),
})
type SealedFile = z.infer<typeof sealedFile>

interface Keys {
  readonly cipher: Buffer
  readonly proof: Buffer
}

/** What is in an encrypted export, as parsed JSON. */
export async function openBitwarden(value: unknown, password: string): Promise<unknown> {
  const file = sealedFile.safeParse(value)
  if (!file.success) throw new Unreadable(damaged())
  const { data } = file.data
  const keys = await keysOf(file.data, password)
  // a text of its own that is there to tell a wrong password from a damaged file
  if (open(file.data.encKeyValidation_DO_NOT_EDIT, keys) === null) {
    throw new Unreadable(wrongPassword())
  }
  const clear = open(data, keys)
  if (clear === null) throw new Unreadable(damaged())
  return jsonOf(new TextDecoder('utf-8', { fatal: true }).decode(clear))
}

async function keysOf(file: SealedFile, password: string): Promise<Keys> {
  const key = await masterKey(file, Buffer.from(password, 'utf8'))
  const keys = { cipher: expand(key, 'enc'), proof: expand(key, 'mac') }
  key.fill(0)
  return keys
}

function masterKey(file: SealedFile, password: Buffer): Promise<Buffer> {
  const salt = Buffer.from(file.salt, 'utf8')
  if (file.kdfType === ARGON2ID) {
    const work = {
      memoryKib: (file.kdfMemory ?? 0) * 1024,
      passes: file.kdfIterations,
      parallelism: file.kdfParallelism ?? 0,
    }
    const hashed = createHash('sha256').update(salt).digest()
    return argon2({ password, salt: hashed }, work, { type: 'id', version: ARGON2_VERSION })
  }
  if (file.kdfType !== PBKDF2) throw new Unreadable(unsupported('variant'))
  if (file.kdfIterations > PBKDF2_ITERATIONS_MAX) throw new Unreadable(costly())
  return new Promise((resolve, reject) => {
    pbkdf2(password, salt, file.kdfIterations, 32, 'sha256', (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}

/** HKDF-Expand of RFC 5869 for one block of SHA-256, which is as long as a key. */
function expand(key: Buffer, info: string): Buffer {
  return createHmac('sha256', key).update(info).update(Buffer.of(1)).digest()
}

/** The form that Bitwarden calls 2: `2.<iv>|<ciphertext>|<mac>`. null: the proof does not hold. */
function open(sealed: string, { cipher, proof }: Keys): Buffer | null {
  const match = /^2\.([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)$/.exec(sealed)
  if (!match) throw new Unreadable(damaged())
  const [iv, data, mac] = match.slice(1).map((part) => Buffer.from(part, 'base64'))
  if (iv?.length !== 16 || mac?.length !== 32 || !data) throw new Unreadable(damaged())
  const expected = createHmac('sha256', proof).update(iv).update(data).digest()
  if (!timingSafeEqual(expected, mac)) return null
  const decipher = createDecipheriv('aes-256-cbc', cipher, iv)
  return Buffer.concat([decipher.update(data), decipher.final()])
}
