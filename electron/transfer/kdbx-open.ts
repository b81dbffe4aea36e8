import { gunzip } from 'node:zlib'
import {
  BinaryStream,
  ByteUtils,
  Consts,
  CryptoEngine,
  HashedBlockTransform,
  HmacBlockTransform,
  Int64,
  Kdbx,
  KdbxContext,
  KdbxCredentials,
  KdbxError,
  KdbxHeader,
  KeyEncryptorAes,
  KeyEncryptorKdf,
  ProtectedValue,
  ProtectSaltGenerator,
  type VarDictionary,
} from 'kdbxweb'
import { allowArgon2, argon2 } from './argon2'
import type { ForeignEntry } from './entry'
import { costly, damaged, unpacksTooLarge, Unreadable, unsupported, wrongPassword } from './failure'
import { readKeePassXml } from './keepass-xml'
import { AES_KDF_ROUNDS_MAX, UNPACKED_MAX } from './limit'

/** "KDBX" and the older "KDB": the signature that both have, and what tells them apart. */
const SIGNATURE = 0x9aa2d903
const SIGNATURE_KDBX = 0xb54bfb67
const SIGNATURE_KDB = 0xb54bfb65

CryptoEngine.setArgon2Impl(async (...told) => {
  const [password, salt, memoryKib, passes, , parallelism, type, version] = told
  const secret = { password: new Uint8Array(password), salt: new Uint8Array(salt) }
  const id = type === CryptoEngine.Argon2TypeArgon2id
  const work = { memoryKib, passes, parallelism }
  return bufferOf(await argon2(secret, work, { type: id ? 'id' : 'd', version }))
})

export function isKeePassFile(bytes: Uint8Array): 'kdbx' | 'kdb' | null {
  if (bytes.length < 12) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  if (view.getUint32(0, true) !== SIGNATURE) return null
  const second = view.getUint32(4, true)
  return second === SIGNATURE_KDBX ? 'kdbx' : second === SIGNATURE_KDB ? 'kdb' : null
}

/**
 * Reads a KDBX 3.1 or 4 file with a password. Keys, ciphers and blocks are the library's; unpacking
 * and the document are ours, since the library has no limit for either.
 */
export async function openKdbx(bytes: Uint8Array, password: string): Promise<ForeignEntry[]> {
  try {
    const { header, content, hash } = await decryptKdbx(bytes, password)
    return await readKdbxContent(header, content, hash)
  } catch (error) {
    throw error instanceof KdbxError ? new Unreadable(failureOf(error)) : error
  }
}

/** The content as it was packed, with the hash of the header that version 3 writes into it. */
export async function decryptKdbx(
  bytes: Uint8Array,
  password: string,
): Promise<{ header: KdbxHeader; content: Uint8Array; hash: string | null }> {
  const { header, packed, hash } = await decrypted(bytes, password)
  const isPacked = header.compression === Consts.CompressionAlgorithm.GZip
  return { header, content: isPacked ? await unpack(packed) : packed, hash }
}

/** What lies inside: in version 4 its own header, and the document. */
export async function readKdbxContent(
  header: KdbxHeader,
  content: Uint8Array,
  headerHash: string | null = null,
): Promise<ForeignEntry[]> {
  const stream = new BinaryStream(bufferOf(content))
  if (header.versionMajor === 4) {
    header.readInnerHeader(stream, new KdbxContext({ kdbx: new Kdbx() }))
  }
  const { protectedStreamKey: key, crsAlgorithm: algorithm } = header
  if (!key || algorithm === undefined) throw new Unreadable(damaged())
  const salts = await ProtectSaltGenerator.create(key, algorithm)
  const document = new Uint8Array(stream.readBytesToEnd())
  const unprotect = (value: Uint8Array): Uint8Array => {
    const salt = new Uint8Array(salts.getSalt(value.length))
    return value.map((byte, at) => byte ^ (salt[at] ?? 0))
  }
  return readKeePassXml(strictUtf8(document), unprotect, headerHash)
}

/** The header of a file, with all that is asked of the machine within the limits. */
export function readHeader(stream: BinaryStream): KdbxHeader {
  const header = KdbxHeader.read(stream, new KdbxContext({ kdbx: new Kdbx() }))
  if (header.versionMajor === 3) allowRounds(header.keyEncryptionRounds)
  else if (header.versionMajor === 4) allowKdf(header.kdfParameters)
  else throw new Unreadable(unsupported('variant'))
  return header
}

async function decrypted(
  bytes: Uint8Array,
  password: string,
): Promise<{ header: KdbxHeader; packed: Uint8Array; hash: string | null }> {
  const stream = new BinaryStream(bufferOf(bytes))
  const header = readHeader(stream)
  const credentials = new KdbxCredentials(ProtectedValue.fromString(password))
  await credentials.ready
  const packed = await (header.versionMajor === 4
    ? decrypt4(stream, header, credentials)
    : decrypt3(stream, header, credentials))
  if (header.versionMajor === 4) return { header, packed, hash: null }
  const head = stream.readBytesNoAdvance(0, header.endPos ?? 0)
  return { header, packed, hash: ByteUtils.bytesToBase64(await CryptoEngine.sha256(head)) }
}

async function decrypt4(
  stream: BinaryStream,
  header: KdbxHeader,
  credentials: KdbxCredentials,
): Promise<Uint8Array> {
  const { masterSeed, kdfParameters, endPos } = header
  if (masterSeed?.byteLength !== 32 || !kdfParameters || !endPos) throw new Unreadable(damaged())
  const head = stream.readBytesNoAdvance(0, endPos)
  // before the key is derived: a damaged header must not cost seconds, nor look like a wrong password
  if (!same(await CryptoEngine.sha256(head), stream.readBytes(32))) throw new Unreadable(damaged())
  const derived = await KeyEncryptorKdf.encrypt(await credentials.getHash(), kdfParameters)
  const seeded = Buffer.concat([new Uint8Array(masterSeed), new Uint8Array(derived), Buffer.of(1)])
  const cipherKey = await CryptoEngine.sha256(bufferOf(seeded.subarray(0, -1)))
  const macKey = await CryptoEngine.sha512(bufferOf(seeded))
  seeded.fill(0)
  const headKey = await HmacBlockTransform.getHmacKey(macKey, new Int64(0xffffffff, 0xffffffff))
  const mac = await CryptoEngine.hmacSha256(headKey, head)
  if (!same(mac, stream.readBytes(32))) throw new Unreadable(wrongPassword())
  const blocks = await HmacBlockTransform.decrypt(stream.readBytesToEnd(), macKey)
  return new Uint8Array(await decipher(header, blocks, cipherKey))
}

async function decrypt3(
  stream: BinaryStream,
  header: KdbxHeader,
  credentials: KdbxCredentials,
): Promise<Uint8Array> {
  const { masterSeed, transformSeed, keyEncryptionRounds, streamStartBytes } = header
  if (!masterSeed || !transformSeed || !keyEncryptionRounds || !streamStartBytes) {
    throw new Unreadable(damaged())
  }
  const hash = new Uint8Array(await credentials.getHash())
  const derived = await KeyEncryptorAes.encrypt(hash, transformSeed, keyEncryptionRounds)
  const transformed = new Uint8Array(await CryptoEngine.sha256(bufferOf(derived)))
  const seeded = Buffer.concat([new Uint8Array(masterSeed), transformed])
  const key = await CryptoEngine.sha256(bufferOf(seeded))
  const clear = await decipher(header, stream.readBytesToEnd(), key)
  const start = clear.slice(0, streamStartBytes.byteLength)
  if (!same(start, streamStartBytes)) throw new Unreadable(wrongPassword())
  return new Uint8Array(await HashedBlockTransform.decrypt(clear.slice(start.byteLength)))
}

async function decipher(
  header: KdbxHeader,
  data: ArrayBuffer,
  key: ArrayBuffer,
): Promise<ArrayBuffer> {
  const { encryptionIV: iv, dataCipherUuid: cipher } = header
  if (!iv) throw new Unreadable(damaged())
  if (cipher?.toString() === Consts.CipherId.ChaCha20) return CryptoEngine.chacha20(data, key, iv)
  if (cipher?.toString() !== Consts.CipherId.Aes) throw new Unreadable(unsupported('cipher'))
  const aes = CryptoEngine.createAesCbc()
  await aes.importKey(key)
  return aes.decrypt(data, iv)
}

function allowKdf(parameters: VarDictionary | undefined): void {
  const id = parameters?.get('$UUID')
  if (!parameters || !(id instanceof ArrayBuffer)) throw new Unreadable(damaged())
  const kdf = ByteUtils.bytesToBase64(id)
  if (kdf === Consts.KdfId.Aes) allowRounds(numberOf(parameters.get('R')))
  else if (kdf === Consts.KdfId.Argon2d || kdf === Consts.KdfId.Argon2id) {
    allowArgon2({
      memoryKib: numberOf(parameters.get('M')) / 1024,
      passes: numberOf(parameters.get('I')),
      parallelism: numberOf(parameters.get('P')),
    })
  } else throw new Unreadable(unsupported('variant'))
}

function allowRounds(rounds: number | undefined): void {
  if (rounds === undefined || !(rounds >= 1)) throw new Unreadable(damaged())
  if (rounds > AES_KDF_ROUNDS_MAX) throw new Unreadable(costly())
}

/** Throws for what is no number, or none that a number can hold: such a file is not meant. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  if (!(value instanceof Int64)) throw new Unreadable(damaged())
  if (value.hi > 0x1fffff) throw new Unreadable(costly())
  return value.value
}

function unpack(packed: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    gunzip(packed, { maxOutputLength: UNPACKED_MAX }, (error, content) => {
      if (error === null) resolve(content)
      else {
        const tooLarge = 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
        reject(new Unreadable(tooLarge ? unpacksTooLarge() : damaged()))
      }
    })
  })
}

function strictUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

function failureOf({ code }: KdbxError) {
  const { ErrorCodes } = Consts
  if (code === ErrorCodes.InvalidKey) return wrongPassword()
  const variant = code === ErrorCodes.Unsupported || code === ErrorCodes.InvalidVersion
  return variant ? unsupported('variant') : damaged()
}

function same(one: ArrayBuffer, other: ArrayBuffer): boolean {
  return ByteUtils.arrayBufferEquals(one, other)
}

/** The bytes alone, in a buffer of their own: what the library takes. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
