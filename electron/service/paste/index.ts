import { PASTE_MAX, type Draft } from '../../../shared/contract/token'
import { appError } from '../../../shared/error'
import { err, ok, type Result } from '../../../shared/result'
import type { PasteContext } from '../../platform/adapter'
import { readCurl } from './command'
import type { Finding, Reading } from './finding'
import { readJson } from './json'
import { readLines } from './lines'
import { checkValue, hasControl, isPlaceholder, looksLikeToken, tidy } from './text'

/** A paste that was understood. */
export interface Pasted {
  readonly value: string
  readonly wrapping: Draft['wrapping']
  readonly variable: string | null
  /** The origin of an address beside the value. */
  readonly baseUrl: string | null
  readonly context: PasteContext
}

const AROUND_MAX = 4000
const LINES_MAX = 1000

/**
 * Finds the one value in a pasted text: bare, quoted, assigned, in a header, in JSON or in a curl
 * line. Pure, and linear in the length of the text. Failures: `secret.empty`, `.too-long`,
 * `.control-characters`, `.white-space`, `.not-ascii`, `.several`.
 */
export function findSecret(text: string): Result<Pasted> {
  if (text.length > PASTE_MAX) return err(appError('secret.too-long', { max: PASTE_MAX }))
  const clean = tidy(text)
  if (clean === '') return err(appError('secret.empty'))
  if (hasControl(clean)) return err(appError('secret.control-characters'))
  if (clean.split('\n', LINES_MAX + 1).length > LINES_MAX) return err(appError('secret.several'))

  const reading = readCurl(clean) ?? readJson(clean) ?? readLines(clean)
  const found = choose(reading)
  if (!found.ok) return found
  const value = checkValue(found.value.value)
  if (!value.ok) return value
  return ok(describe(found.value, reading, clean))
}

/** The values of the greatest weight have to be one and the same. */
function choose(reading: Reading): Result<Finding> {
  const real = reading.findings.filter((each) => each.value !== '' && !isPlaceholder(each.value))
  const first = real[0]
  if (!first) return err(appError('secret.empty'))
  if (isBroken(real)) return err(appError('secret.control-characters'))
  const weight = real.reduce((most, each) => Math.max(most, each.weight), 0)
  const best = real.filter((each) => each.weight === weight)
  const values = new Set(best.map((each) => each.value))
  if (values.size === 1) return ok(best[0] ?? first)
  if (best.every((each) => each.wrapping === 'none' && !looksLikeToken(each.value))) {
    const prose = best.some((each) => /\s/.test(each.value))
    return err(appError(prose ? 'secret.white-space' : 'secret.control-characters'))
  }
  return err(appError('secret.several', { count: values.size }))
}

/** A short word right under a bare value: most likely its end, cut off by a line break. */
function isBroken(findings: readonly Finding[]): boolean {
  return findings.some((each, index) => {
    const before = findings[index - 1]
    if (before?.wrapping !== 'none' || each.wrapping !== 'none') return false
    return looksLikeToken(before.value) && each.weight === 1 && !/\s/.test(each.value)
  })
}

function describe(found: Finding, reading: Reading, clean: string): Pasted {
  const url = reading.urls.find((each) => URL.canParse(each))
  const address = url === undefined ? null : new URL(url)
  return {
    value: found.value,
    wrapping: found.wrapping,
    variable: found.variable?.slice(0, 100) ?? null,
    baseUrl: address && address.origin.length <= 2048 ? address.origin : null,
    context: {
      variable: found.variable?.slice(0, 100).toLowerCase() ?? null,
      header: found.header?.slice(0, 100).toLowerCase() ?? null,
      host: address?.hostname.toLowerCase() ?? null,
      around: clean.replaceAll(found.value, '').slice(0, AROUND_MAX).toLowerCase(),
    },
  }
}
