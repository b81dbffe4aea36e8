import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

export type SelfSigned = { readonly key: string; readonly cert: string }

const DAY = 86_400_000

/** Makes a certificate that signs itself, for tests of TLS. Times are epoch ms. */
export function selfSigned(
  host: { readonly name: string; readonly address?: string },
  lasts = { from: Date.now() - DAY, to: Date.now() + DAY },
): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid('2a8648ce3d040302'))
  const name = sequence(set(sequence(oid('550403'), tagged(0x0c, Buffer.from(host.name)))))
  const names = [
    tagged(0x82, Buffer.from(host.name)),
    ...(host.address === undefined
      ? []
      : [tagged(0x87, Buffer.from(host.address.split('.').map(Number)))]),
  ]
  const extensions = sequence(
    // it is its own authority, and stands for these names
    sequence(oid('551d13'), octets(sequence(tagged(0x01, Buffer.from([0xff]))))),
    sequence(oid('551d11'), octets(sequence(...names))),
  )
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(lasts.from), time(lasts.to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions),
  )
  const signature = createSign('sha256').update(body).sign(privateKey)
  const bits = tagged(0x03, Buffer.concat([Buffer.from([0]), signature]))
  const der = sequence(body, algorithm, bits)
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  }
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts))
const set = (part: Buffer): Buffer => tagged(0x31, part)
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'))
const octets = (part: Buffer): Buffer => tagged(0x04, part)

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')
  return tagged(0x18, Buffer.from(digits))
}
