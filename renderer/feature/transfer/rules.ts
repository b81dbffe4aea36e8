import { parseBaseUrl } from '../../../shared/base-url'
import type { ImportRow, ImportTake } from '../../../shared/contract/transfer'
import type { KindId } from '../../../shared/model/kind'
import { LABEL_MAX } from '../../../shared/model/limit'
import type { FieldSpec, FieldValues, KindInfo, ServerRef } from '../../../shared/model/service'
import type { LeftOut } from '../../../shared/model/transfer-list'
import type { Proposal } from '../add/rules'
import { fitsPattern, isEmpty } from '../token/fields'

/** What a row of a file becomes: as the user has it now. */
export interface Choice {
  /** null: nobody has said what it is. */
  readonly kind: KindId | null
  readonly server: ServerRef
  /** The file says so, or nothing speaks for another one: no token goes to a server on a guess. */
  readonly sure: boolean
  readonly fields: FieldValues
  readonly label: string
}

/**
 * Where a row stands: `likely` a token of a kind that is clear; `open`: of one of several kinds;
 * `none`: of no kind as far as can be told; and what cannot be taken: it is in the `vault`, the
 * `twin` of an earlier row, or no token at all (`problem`).
 */
export type Standing = 'likely' | 'open' | 'none' | 'vault' | 'twin' | 'problem'

export function standingOf(row: ImportRow): Standing {
  if (row.problem !== null) return 'problem'
  if (row.duplicateOf !== null) return 'vault'
  if (row.twinOf !== null) return 'twin'
  if (settledKind(row) !== null) return 'likely'
  return row.candidates.length > 0 ? 'open' : 'none'
}

/** Whether it can be taken at all. */
export function isFree(row: ImportRow): boolean {
  return row.problem === null && row.duplicateOf === null && row.twinOf === null
}

/** The kind that needs no question: our own file's word, or one that no other is as likely as. */
export function settledKind({ own, candidates: [first, second] }: ImportRow): KindId | null {
  if (own !== null) return own.kind
  if (!first || first.confidence === 'possible') return null
  return second === undefined || second.confidence !== first.confidence ? first.kind : null
}

/** Ticked until the user says otherwise: what is surely a token, and not put away over there. */
export function isProposed(row: ImportRow): boolean {
  return standingOf(row) === 'likely' && row.state === 'active'
}

/** What a choice is made from, besides the row. */
export interface Around {
  readonly kinds: ReadonlyMap<KindId, KindInfo>
  readonly kindName: (kind: KindId) => string
  /** The server to begin with where the file names none. */
  readonly usualServer: (kind: KindInfo) => Proposal
}

const NOWHERE: ServerRef = { id: 'cloud', baseUrl: null }

/** What a row becomes as a token of this kind, before anything was changed. */
export function choiceOf(row: ImportRow, kind: KindId | null, around: Around): Choice {
  const info = kind === null ? undefined : around.kinds.get(kind)
  if (kind === null || !info) {
    return { kind: null, server: NOWHERE, sure: true, fields: {}, label: titleOf(row) }
  }
  const found = row.candidates.find((each) => each.kind === kind)
  return {
    kind,
    ...serverOf(row, info, around),
    fields: row.own?.kind === kind ? row.own.fields : (found?.fields ?? {}),
    label: titleOf(row) || (found?.suggestedLabel ?? around.kindName(kind)),
  }
}

/** Another kind for it: what the user wrote stays. */
export function withKind(
  row: ImportRow,
  before: Choice,
  { kind, around }: { readonly kind: KindId; readonly around: Around },
): Choice {
  const next = choiceOf(row, kind, around)
  const isOwn = before.label !== choiceOf(row, before.kind, around).label
  return isOwn ? { ...next, label: before.label } : next
}

/** The name of the entry, with the field that the value stood in where it has several. */
function titleOf({ own, title, field, suggestedLabel }: ImportRow): string {
  if (own !== null || field === null || title === '') return suggestedLabel
  const tail = `, ${field}`
  return tail.length < LABEL_MAX / 2 ? `${title.slice(0, LABEL_MAX - tail.length)}${tail}` : title
}

function serverOf(
  { own, candidates, server }: ImportRow,
  info: KindInfo,
  around: Around,
): Proposal {
  const known = own?.kind ?? candidates[0]?.kind
  const fits = info.id === known || (server?.id === 'custom' && info.customServer)
  return server !== null && fits ? { server, sure: true } : around.usualServer(info)
}

/** What keeps a row from being taken as it is; it has to be put right. */
export type Fault = 'kind' | 'label' | 'server' | 'field'

export function faultOf(choice: Choice, info: KindInfo | undefined): Fault | null {
  if (choice.kind === null || !info) return 'kind'
  if (choice.label.trim() === '') return 'label'
  const { server } = choice
  if (server.id === 'custom' && !parseBaseUrl(server.baseUrl ?? '').ok) return 'server'
  return info.fields.some((field) => !fitsPattern(field, choice.fields[field.key])) ? 'field' : null
}

/** What its platform cannot be asked without, and nobody has said. */
export function missingOf(choice: Choice, info: KindInfo | undefined): readonly FieldSpec[] {
  return (info?.fields ?? []).filter(
    (field) => field.requiredFor === 'check' && isEmpty(choice.fields[field.key]),
  )
}

/** Whether a check of it would have to ask first. */
export function lacks(choice: Choice, info: KindInfo | undefined): boolean {
  return !choice.sure || missingOf(choice, info).length > 0
}

export function takeOf(key: number, choice: Choice): ImportTake | null {
  const { kind, server, fields, label } = choice
  return kind === null ? null : { key, kind, server, fields, label: label.trim() }
}

/** What of the file is shown. */
export const FILTERS = ['all', 'likely', 'decide', 'incomplete', 'known', 'problem'] as const
export type Filter = (typeof FILTERS)[number]

const FILTER_OF: Readonly<Record<Standing, Filter>> = {
  likely: 'likely',
  open: 'decide',
  none: 'decide',
  vault: 'known',
  twin: 'known',
  problem: 'problem',
}

/** How many rows each part of the file has; the ticked that lack something are counted by the caller. */
export function countRows(rows: readonly ImportRow[]): Readonly<Record<Filter, number>> {
  const counts = { all: rows.length, likely: 0, decide: 0, incomplete: 0, known: 0, problem: 0 }
  for (const row of rows) counts[FILTER_OF[standingOf(row)]] += 1
  return counts
}

/** The rows that are shown, in the order of the file. */
export function shownRows(
  rows: readonly ImportRow[],
  filter: Filter,
  { text, incomplete }: { readonly text: string; readonly incomplete: ReadonlySet<number> },
): readonly ImportRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    if (filter === 'incomplete' ? !incomplete.has(row.key) : !isIn(row, filter)) return false
    if (words.length === 0) return true
    const whole = `${row.title} ${row.folder} ${row.field ?? ''}`.toLowerCase()
    return words.every((word) => whole.includes(word))
  })
}

const isIn = (row: ImportRow, filter: Filter): boolean =>
  filter === 'all' || FILTER_OF[standingOf(row)] === filter

/** Rows about which as little is known, and which this kind fits as well. */
export function alikeOf(
  rows: readonly ImportRow[],
  choices: readonly Choice[],
  { key, kind }: { readonly key: number; readonly kind: KindId },
): readonly number[] {
  const one = rows[key]
  if (!one || standingOf(one) !== 'open') return []
  return rows
    .filter(
      (row) =>
        row.key !== key &&
        standingOf(row) === 'open' &&
        choices[row.key]?.kind === null &&
        row.candidates.some((each) => each.kind === kind),
    )
    .map((row) => row.key)
}

/** What of the file is not taken over, and in how many rows, the most frequent first. */
export function leftOutOf(rows: readonly ImportRow[]): readonly (readonly [LeftOut, number])[] {
  const counts = new Map<LeftOut, number>()
  for (const what of rows.flatMap((row) => row.leftOut)) {
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return [...counts].sort((one, other) => other[1] - one[1])
}

/** Whether two readings are of the same file: what was chosen in one then holds for the other. */
export function isSameFile(one: readonly ImportRow[], other: readonly ImportRow[]): boolean {
  const name = ({ title, folder, field, hint }: ImportRow): string =>
    [title, folder, field, hint].join('\n')
  return (
    one.length === other.length &&
    one.every((row, at) => {
      const twin = other[at]
      return twin !== undefined && name(row) === name(twin)
    })
  )
}
