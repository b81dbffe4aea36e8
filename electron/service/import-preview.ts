import type { ImportRow } from '../../shared/contract/transfer'
import { cutPage, parseBaseUrl } from '../../shared/base-url'
import { foreignOwner } from '../../shared/foreign'
import { FACT_TEXT_MAX, LABEL_MAX } from '../../shared/model/limit'
import type { ServerRef } from '../../shared/model/service'
import { hintOf, scrub } from '../../shared/redact'
import { ok, type Result } from '../../shared/result'
import type { KindAdapter, PasteContext, Platforms, Recognized } from '../platform/adapter'
import type { ForeignEntry } from '../transfer/entry'
import type { FileValue } from './import-record'
import { cut, plainLine } from './label'
import { findSecret } from './paste'
import { checkValue } from './paste/text'
import { SecretText } from './secret'
import type { TokenIndex } from './token-index'

export interface PreviewDeps {
  readonly platforms: Platforms
  readonly index: TokenIndex
  /** Lets others have the processor for a moment, where it is their turn. */
  readonly pause: () => Promise<void>
}

export interface Preview {
  readonly rows: readonly ImportRow[]
  /** The value of each row, by its key. The caller wipes them. */
  readonly values: readonly FileValue[]
  readonly without: number
}

/** How a value was found in an entry. */
interface Found {
  readonly secret: SecretText
  readonly from: ImportRow['from']
  readonly field: string | null
  readonly recognized: readonly Recognized[]
  readonly problem: string | null
}

/** Text around a value that helps to recognize it. */
const AROUND_MAX = 4000

/**
 * Every value of a file that may be a token. Asks nobody but the vault. null: `isWanted` said that
 * nobody waits for it any more.
 */
export async function previewOf(
  deps: PreviewDeps,
  entries: readonly ForeignEntry[],
  isWanted: () => boolean,
): Promise<Result<Preview | null>> {
  const preview = { rows: [] as ImportRow[], values: [] as FileValue[], without: 0 }
  const seen = new Map<string, number>()
  const forget = (): void => {
    for (const { secret } of preview.values) secret.wipe()
  }
  for (const entry of entries) {
    let count = 0
    for (const look of looksOf(deps.platforms, entry)) {
      // what one entry costs is the file's to say
      await deps.pause()
      if (!isWanted()) {
        forget()
        return ok(null)
      }
      const each = look(count)
      if (each === null) continue
      count++
      preview.values.push({ entry, secret: each.secret })
      const owner = deps.index.ownerOf(each.secret)
      if (!owner.ok) {
        forget()
        return owner
      }
      const key = preview.rows.length
      const text = each.secret.text()
      const token = owner.value?.token
      preview.rows.push({
        ...rowOf(deps.platforms, entry, each),
        key,
        duplicateOf: token?.overview.forgottenAt === null ? token.id : null,
        twinOf: seen.get(text) ?? null,
      })
      if (!seen.has(text)) seen.set(text, key)
    }
    if (count === 0) preview.without++
  }
  return ok(preview)
}

/** Looks at one place of an entry; `before`: how many values were found in those before. */
type Look = (before: number) => Found | null

function looksOf(platforms: Platforms, entry: ForeignEntry): Look[] {
  const { own, password, fields, notes } = entry
  if (own !== null) return password === null ? [] : [() => ownFound(password)]
  const looks: Look[] = []
  if (password !== null) looks.push(() => look(platforms, entry, password.text()))
  for (const { name, value, isProtected } of fields) {
    if (!isProtected) continue
    // a hidden field may be anything: only what looks like a token is offered
    looks.push(() =>
      likely({ ...look(platforms, entry, value.text()), from: 'field', field: name }),
    )
  }
  looks.push((before) =>
    before > 0 || notes === '' ? null : likely({ ...look(platforms, entry, notes), from: 'notes' }),
  )
  return looks
}

/** The word of a file that says it is ours is no proof: its values pass the gate of any other. */
function ownFound(password: SecretText): Found {
  const problem = checkValue(password.text())
  return {
    ...{ secret: copyOf(password), from: 'main', field: null, recognized: [] },
    problem: problem.ok ? null : problem.error.code,
  }
}

function likely(found: Found): Found | null {
  if (isLikely(found.recognized)) return found
  found.secret.wipe()
  return null
}

const isLikely = (recognized: readonly Recognized[]): boolean =>
  recognized.some(({ confidence }) => confidence !== 'possible')

/** Looks at a text as at a paste, with the rest of the entry around it. */
function look(platforms: Platforms, entry: ForeignEntry, text: string): Found {
  const rest = { from: 'main', field: null } as const
  const pasted = findSecret(text)
  if (!pasted.ok) {
    const secret = SecretText.fromText(text)
    return { ...rest, secret, recognized: [], problem: pasted.error.code }
  }
  const { value, context } = pasted.value
  const beside = contextOf(entry, value, context)
  const recognized = platforms.recognize(value, beside)
  return { ...rest, secret: SecretText.fromText(value), recognized, problem: null }
}

function contextOf(entry: ForeignEntry, value: string, context: PasteContext): PasteContext {
  const named = entry.fields.filter(({ isProtected }) => !isProtected)
  const texts = [entry.title, entry.url, entry.username, entry.folder.join(' '), entry.notes]
  return {
    ...context,
    host: context.host ?? hostOf(entry.url),
    around: [context.around, ...texts]
      .join('\n')
      .replaceAll(value, '')
      .slice(0, AROUND_MAX)
      .toLowerCase(),
    beside: [
      ...(context.beside ?? []),
      ...named.map((each) => ({ name: each.name.toLowerCase(), value: each.value.text() })),
    ],
  }
}

function rowOf(
  platforms: Platforms,
  entry: ForeignEntry,
  { secret, from, field, recognized, problem }: Found,
): Omit<ImportRow, 'key' | 'duplicateOf' | 'twinOf'> {
  const text = secret.text()
  const line = (each: string, max: number): string => cut(plainLine(scrub(each, [text])), max)
  const candidates = recognized.flatMap((each) => candidateOf(platforms, each, secret))
  const title = line(entry.title, LABEL_MAX)
  const chosen = platforms.kind(entry.own?.kind ?? candidates[0]?.kind ?? 'none/none')
  return {
    title,
    folder: line(entry.folder.join('/'), FACT_TEXT_MAX),
    hint: hintOf(text, chosen?.prefix ?? ''),
    state: entry.state,
    from,
    field: field === null ? null : line(field, LABEL_MAX),
    candidates,
    own: entry.own && chosen ? { kind: entry.own.kind, fields: entry.own.fields } : null,
    server: chosen && (entry.own?.server ?? serverOf(platforms, chosen, entry.url)),
    suggestedLabel: title === '' ? (candidates[0]?.suggestedLabel ?? '') : title,
    foreign: foreignOwner(text),
    problem,
    leftOut: [...entry.leftOut],
  }
}

function candidateOf(
  platforms: Platforms,
  found: Recognized,
  secret: SecretText,
): ImportRow['candidates'] {
  const kind = platforms.kind(found.kind)
  if (!kind) return []
  const fields = found.fields ?? {}
  const description = platforms.known({ kind: kind.id, secret, fields })
  const label = cut(plainLine(kind.suggestLabel(description, [])), LABEL_MAX)
  return [
    {
      kind: kind.id,
      confidence: found.confidence,
      suggestedLabel: label === '' ? kind.id : label,
      fields,
    },
  ]
}

/** The server that the entry's address belongs to; null: it says nothing of one. */
function serverOf(platforms: Platforms, kind: KindAdapter, address: string): ServerRef | null {
  const host = hostOf(address)
  if (host === null) return null
  const own = kind.servers.find(({ apiBase, webBase }) =>
    [apiBase, webBase].some((base) => hostOf(base) === host),
  )
  if (own) return { id: own.id, baseUrl: null }
  const hosts = platforms.all.flatMap((each) => each.hosts)
  const isTheirs = hosts.some((each) => host === each || host.endsWith(`.${each}`))
  if (isTheirs) return { id: kind.servers[0].id, baseUrl: null }
  if (!kind.customServer) return null
  const base = parseBaseUrl(cutPage(address) ?? address)
  return base.ok ? { id: 'custom', baseUrl: base.value } : null
}

function hostOf(address: string): string | null {
  const base = parseBaseUrl(cutPage(address) ?? address)
  return base.ok ? (/^https?:\/\/([^/:]+)/.exec(base.value)?.[1] ?? null) : null
}

function copyOf(secret: SecretText): SecretText {
  return SecretText.fromBytes(Buffer.from(secret.bytes()))
}
