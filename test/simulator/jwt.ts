import type { RandomSource } from './random'

/** `{"alg":…}.{claims}`, in base64url: the part of a JSON Web Token that is signed. */
export function unsignedJwt(header: unknown, claims: unknown): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(claims)}`
}

/** A JSON Web Token whose signature is random bytes, for clients that have to take it as opaque. */
export function madeUpJwt(random: RandomSource, header: unknown, claims: unknown): string {
  return `${unsignedJwt(header, claims)}.${random.bytes(64).toString('base64url')}`
}
