import { byContext, isJwt, nearnessOf } from '../common/context'
import { flagFact } from '../common/fact'
import type { PasteContext, Recognized } from '../adapter'

/** 64 lower-case hexadecimal digits, as every SHA-256 has them: Phrase's only beside its name. */
const STRINGS = /^[0-9a-f]{64}$/
/** In capitals: the platform's own command line takes them, in lower case. */
const STRINGS_CAPITALS = /^[0-9a-f]{64}$/i
/** The reference's own example has 128; no length is promised. */
const STRINGS_ODD = /^[0-9a-f]{32,128}$/
/** No format is published for platform tokens: anything long and in one piece. */
const OPAQUE = /^[\x21-\x7e]{20,4096}$/
/** Starts that belong to others, so that 'anything' does not claim them. */
const FOREIGN = /^(?:tg[a-z]{3}_|lz_(?:api|pat)_|1\/[0-9a-f]{40}$|https?:)/
export const HOSTS = ['phrase.com', 'memsource.com']
const NEAR = { word: 'phrase', hosts: HOSTS, headers: ['x-phraseapp-otp'] }

export function recognize(value: string, context: PasteContext): Recognized[] {
  if (isJwt(value) || FOREIGN.test(value)) return []
  // a passphrase is no sign of Phrase
  const around = context.around.replaceAll('passphrase', '')
  const near = nearnessOf({ ...context, around }, NEAR)
  if (STRINGS.test(value)) return [byContext('phrase/strings-token', near)]
  if (!OPAQUE.test(value)) return []
  const opaque = byContext('phrase/platform-token', near)
  // the word may stand for another value in the text: only a name of this one's own counts
  const platform: Recognized = near === 'named' ? opaque : { ...opaque, fallback: true }
  const warned = flagFact('unusual-shape', true, 'token')
  if (STRINGS_CAPITALS.test(value)) {
    return [byContext('phrase/strings-token', near, warned), platform]
  }
  if (near === 'none' || !STRINGS_ODD.test(value)) return [platform]
  return [platform, byContext('phrase/strings-token', 'none', warned)]
}
