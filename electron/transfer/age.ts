import { randomBytes, scrypt } from 'node:crypto'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { armor, Decrypter, Encrypter, Stanza } from 'age-encryption'
import { costly, damaged, Unreadable, unsupported, wrongPassword } from './failure'
import { SCRYPT_LOG_MAX } from './limit'

const BINARY = 'age-encryption.org/v1\n'
const ARMORED = '-----BEGIN AGE ENCRYPTED FILE-----'
/** "The salt is 16 bytes", with this label before it: age-encryption.org/v1, "The scrypt recipient type". */
const LABEL = 'age-encryption.org/v1/scrypt'
const SALT_BYTES = 16
/** A file key of 16 bytes and its tag. */
const BODY_BYTES = 32

/** Longest header that is read: those of files for a thousand keys are longer. */
const HEADER_MAX = 128 * 1024

/** What the `age` command takes itself when it encrypts with a passphrase. */
export const AGE_WORK = 18

export function isAge(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 256)).toString('latin1')
  return start.startsWith(BINARY) || start.trimStart().startsWith(ARMORED)
}

/**
 * The library would derive the key in one go on the thread that draws the menus: some two seconds
 * for a file of the `age` command. This is its own rule with Node's scrypt, which runs beside.
 */
function keyOf(passphrase: string, salt: Uint8Array, logN: number): Promise<Buffer> {
  const N = 2 ** logN
  const options = { N, r: 8, p: 1, maxmem: 128 * 8 * N + 1024 * 1024 }
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.concat([Buffer.from(LABEL), salt]), 32, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}

const NONCE = new Uint8Array(12)

async function unwrap(passphrase: string, stanzas: readonly Stanza[]): Promise<Uint8Array> {
  const [stanza, ...others] = stanzas
  const kinds = stanzas.map(({ args }) => args[0])
  if (!stanza || !kinds.includes('scrypt')) throw new Unreadable(unsupported('recipient'))
  const [, salt = '', work = '', ...rest] = stanza.args
  // "there must be only one": a passphrase together with keys is refused by every reader
  if (others.length > 0 || rest.length > 0 || !/^[1-9]\d*$/.test(work)) {
    throw new Unreadable(damaged())
  }
  if (Number(work) > SCRYPT_LOG_MAX) throw new Unreadable(costly())
  const bytes = Buffer.from(salt, 'base64')
  const canonical = bytes.toString('base64').replace(/=+$/, '') === salt
  if (bytes.length !== SALT_BYTES || !canonical || stanza.body.length !== BODY_BYTES) {
    throw new Unreadable(damaged())
  }
  const key = await keyOf(passphrase, bytes, Number(work))
  try {
    return chacha20poly1305(key, NONCE).decrypt(stanza.body)
  } catch {
    throw new Unreadable(wrongPassword())
  } finally {
    key.fill(0)
  }
}

/** The content of an age file that was encrypted with a passphrase, in either of its forms. */
export async function openAge(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const start = Buffer.from(bytes.subarray(0, BINARY.length)).toString('latin1')
  const binary =
    start === BINARY ? bytes : armor.decode(Buffer.from(bytes).toString('latin1').trim())
  // a passphrase has one short line there; the library would go through millions in one go
  const header = Buffer.from(binary.buffer, binary.byteOffset, Math.min(binary.length, HEADER_MAX))
  if (!header.includes('\n---')) {
    throw new Unreadable(binary.length > HEADER_MAX ? unsupported('recipient') : damaged())
  }
  const decrypter = new Decrypter()
  decrypter.addIdentity({ unwrapFileKey: (stanzas: Stanza[]) => unwrap(passphrase, stanzas) })
  return decrypter.decrypt(binary)
}

export async function sealAge(
  content: Uint8Array,
  passphrase: string,
  logN = AGE_WORK,
): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.addRecipient({
    async wrapFileKey(fileKey) {
      const salt = randomBytes(SALT_BYTES)
      const key = await keyOf(passphrase, salt, logN)
      const body = chacha20poly1305(key, NONCE).encrypt(fileKey)
      key.fill(0)
      return [new Stanza(['scrypt', salt.toString('base64').replace(/=+$/, ''), `${logN}`], body)]
    },
  })
  return encrypter.encrypt(content)
}
