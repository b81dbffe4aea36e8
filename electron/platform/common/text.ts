import { z } from 'zod'
import { FACT_TEXT_MAX } from '../../../shared/model/token'

/** Line breaks and tabs, in every form. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
/**
 * What nobody sees but what changes how text is read: control characters, bidirectional marks and
 * overrides, invisible marks and tags. The joiner of emoji (U+200D) is harmless and stays.
 */
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** A server's text as it may be kept and shown: one line, no tricks, cut to `max`. */
export function cleanText(text: string, max = FACT_TEXT_MAX): string {
  // cut first: a hostile name may be a megabyte long
  const clean = wellFormed(text.slice(0, max * 4))
    .replace(BREAKS, ' ')
    .replace(UNSEEN, '')
    .trim()
  return clean.length <= max ? clean : `${wellFormed(clean.slice(0, max - 1)).trimEnd()}…`
}

/** Half of a surrogate pair, which a cut leaves and a server may send, is dropped. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
}

/** A text of a server, cleaned. */
export const text = z.string().transform((value) => cleanText(value))

/** An identifier: a text or a whole number, always as text. */
export const idText = z
  .union([z.string(), z.number().int()])
  .transform((value) => cleanText(String(value), 200))

/** Epoch milliseconds that a calendar can show. */
export const instantMs = z.number().int().min(0).max(8.64e15)

/** Words of the platform, for example scopes: at most 200 of at most 100 characters. */
export const words = z
  .array(z.string())
  .transform((values) => values.slice(0, 200).map((value) => cleanText(value, 100)))

/** A platform's id of a token, which goes into a path; short enough to be no token itself. */
export const tokenId = z
  .union([z.string(), z.number().int()])
  .transform(String)
  .refine((value) => /^[0-9A-Za-z-]{1,40}$/.test(value))

/** A value that a platform has just made: what a header can carry. */
export const secretValue = z.string().regex(/^[\x21-\x7e]{8,8192}$/)

/** A short stand-in for a set of ids, to compare two tokens' reach by; at most 200 characters. */
export function identityOf(ids: readonly string[]): string {
  const joined = [...ids].sort().join(' ')
  if (joined.length <= 160) return joined
  // FNV-1a, 64 bits: telling sets apart, nothing secret
  let hash = 0xcbf29ce484222325n
  for (let at = 0; at < joined.length; at++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(joined.charCodeAt(at))) * 0x100000001b3n)
  }
  return `${ids.length} ${hash.toString(16)}`
}
