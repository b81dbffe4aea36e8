import { PASTE_MAX, type Draft } from '../../../shared/contract/token'
import { appError, type AppError } from '../../../shared/error'
import { err, ok, type Result } from '../../../shared/result'
import type { PasteContext } from '../../platform/adapter'
import { serverBeside } from './address'
import { readCurl } from './command'
import type { Finding, Reading } from './finding'
import { readJson } from './json'
import { readLines } from './lines'
import { onlyTokenWord } from './resort'
import { checkValue, hasControl, isPlaceholder, looksLikeToken, tidy } from './text'

/** A paste that was understood. */
export interface Pasted {
  readonly value: string
  readonly wrapping: Draft['wrapping']
  readonly variable: string | null
  /** The server that stood beside the value: an origin, or a base with its path. */
  readonly baseUrl: string | null
  readonly context: PasteContext
}

const AROUND_MAX = 4000
const LINES_MAX = 1000

/**
 * Finds the one value in a pasted text: bare, quoted, assigned, in a header, in JSON or in a curl
 * line. Pure, and linear in the length of the text. Failures: `secret.empty`, `.none`, `.too-long`,
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
  const value = found.ok ? checkValue(found.value.value) : found
  if (found.ok && value.ok) return ok(describe(found.value, reading, clean))
  const last = !value.ok && isProse(value.error, reading) ? onlyTokenWord(clean) : null
  if (last !== null) return ok(describe(wordOf(last), reading, clean))
  return value.ok ? err(appError('secret.none')) : value
}

/** Nothing in the text was named a secret or stood by itself. */
function isProse({ code }: AppError, { findings }: Reading): boolean {
  if (code === 'secret.white-space' || code === 'secret.none') return true
  return code === 'secret.several' && findings.every(({ weight }) => weight === 1)
}

function wordOf(value: string): Finding {
  return { value, wrapping: 'none', variable: null, header: null, weight: 1 }
}

/** The values of the greatest weight have to be one and the same. */
function choose(reading: Reading): Result<Finding> {
  const real = reading.findings.filter((each) => each.value !== '' && !isPlaceholder(each.value))
  const first = real[0]
  if (!first) return err(appError('secret.none'))
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
  const own = found.server === undefined ? [] : [{ url: found.server, name: null }]
  const addresses = own.length > 0 ? own : reading.addresses
  const { base, host } = serverBeside(addresses, found.variable)
  return {
    value: found.value,
    wrapping: found.wrapping,
    variable: found.variable?.slice(0, 100) ?? null,
    baseUrl: base,
    context: {
      variable: found.variable?.slice(0, 100).toLowerCase() ?? null,
      header: found.header?.slice(0, 100).toLowerCase() ?? null,
      host,
      around: clean.replaceAll(found.value, '').slice(0, AROUND_MAX).toLowerCase(),
      beside: reading.named.map(({ name, value }) => ({ name: name.toLowerCase(), value })),
    },
  }
}
