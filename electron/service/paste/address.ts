import type { Address } from './finding'

/** Longest base URL that a draft can carry. */
const BASE_MAX = 2048
/** What the name of a server's address ends with, as the platforms' own tools call it. */
const SERVER_NAME =
  /[-_.]?(?:((?:rest|api|base)[-_]?(?:ur[li]|host(?:name)?|endpoint|path)|host(?:name)?|endpoint)|(?:http|server|mcp)?[-_]?ur[li]|server|domain|instance)$/i
const SECRET_SUFFIX =
  /[-_.]?(?:(?:api|access|auth|secret|personal)[-_]?)*(?:token|key|secret|pat|password)$/i

interface Ranked {
  readonly url: URL
  readonly rank: number
  /** Its name says that it is the base of the interface, path and all. */
  readonly base: boolean
}

/**
 * The address of the server that a value may belong to. Names decide: `apiUrl` before a mere
 * `url`, one that begins like the value's own variable before all, and neither `$schema` nor
 * another program's `OTHER_API_URL` at all.
 */
export function serverBeside(
  addresses: readonly Address[],
  variable: string | null,
): { base: string | null; host: string | null } {
  const parsed = addresses.filter(({ url }) => URL.canParse(url))
  const first = parsed[0]
  if (!first) return { base: null, host: null }
  const ranked = parsed.flatMap((each) => rankOf(each, variable))
  const best = ranked.reduce<Ranked | null>(
    (least, each) => (least === null || each.rank < least.rank ? each : least),
    null,
  )
  // an address that is no server may still tell whose the value is
  const host = (best?.url ?? new URL(first.url)).hostname.toLowerCase()
  return { base: best === null ? null : baseOf(best), host }
}

function rankOf({ url, name }: Address, variable: string | null): Ranked[] {
  const parsed = new URL(url)
  if (name === null) return [{ url: parsed, rank: 2, base: false }]
  const match = SERVER_NAME.exec(name)
  if (!match) return []
  const base = match[1] !== undefined
  const stem = name.slice(0, match.index).toLowerCase()
  if (stem === '') return [{ url: parsed, rank: base ? 1 : 2, base }]
  const own = stemOf(variable)
  if (own === '') return base ? [{ url: parsed, rank: 2, base }] : []
  const kin = own.endsWith(stem) || stem.endsWith(own)
  return kin ? [{ url: parsed, rank: 0, base }] : []
}

/** `tolgee` of `TOLGEE_API_KEY`; empty where the name of the value says nothing but 'secret'. */
function stemOf(variable: string | null): string {
  const stem = (variable ?? '').toLowerCase().replace(SECRET_SUFFIX, '')
  return stem === 'x' || stem === 'authorization' ? '' : stem
}

function baseOf({ url, base }: Ranked): string | null {
  const text = base ? url.origin + url.pathname.replace(/\/+$/, '') : url.origin
  return text.length <= BASE_MAX ? text : null
}
