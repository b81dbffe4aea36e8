import { byContext, isJwt, isNear } from '../common/context'
import { flagFact } from '../common/fact'
import type { PasteContext, Recognized } from '../adapter'

/** 64 lower-case hexadecimal digits, as every SHA-256 has them: Phrase's only beside its name. */
const STRINGS = /^[0-9a-f]{64}$/
/** The reference's own example has 128; no length is promised. */
const STRINGS_ODD = /^(?:[0-9a-f]{32,128}|[0-9A-F]{64})$/
/** No format is published for platform tokens: anything long and in one piece. */
const OPAQUE = /^[\x21-\x7e]{20,4096}$/
/** Starts that belong to others, so that 'anything' does not claim them. */
const FOREIGN = /^(?:tg[a-z]{3}_|lz_(?:api|pat)_|1\/[0-9a-f]{40}$|https?:)/
const NEAR = {
  word: 'phrase',
  hosts: ['phrase.com', 'memsource.com'],
  headers: ['x-phraseapp-otp'],
}

export function recognize(value: string, context: PasteContext): Recognized[] {
  if (isJwt(value) || FOREIGN.test(value)) return []
  // a passphrase is no sign of Phrase
  const near = isNear({ ...context, around: context.around.replaceAll('passphrase', '') }, NEAR)
  if (STRINGS.test(value)) return [byContext('phrase/strings-token', near)]
  if (!OPAQUE.test(value)) return []
  const platform: Recognized = near
    ? byContext('phrase/platform-token', true)
    : { ...byContext('phrase/platform-token', false), fallback: true }
  if (!near || !STRINGS_ODD.test(value)) return [platform]
  const odd = byContext('phrase/strings-token', false, flagFact('unusual-shape', true, 'token'))
  return [platform, odd]
}
