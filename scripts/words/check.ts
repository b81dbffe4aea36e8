import { IntlMessageFormat } from 'intl-messageformat'
import type { Mentions } from './source'

/** One file of messages: id to ICU text. */
export interface WordFile {
  readonly name: string
  readonly messages: Readonly<Record<string, string>>
}

/** Ids that code builds from a closed list; all of them have to be there, and no others. */
export interface Family {
  readonly prefix: string
  readonly members: readonly string[]
  /** Ids of the prefix that are no members, for example a second text beside each. */
  readonly besides?: RegExp
}

/** What is wrong with the syntax of the messages, or with one id in two places. */
export function checkFiles(files: readonly WordFile[]): string[] {
  const seen = new Map<string, string>()
  const problems: string[] = []
  for (const { name, messages } of files) {
    for (const [id, text] of Object.entries(messages)) {
      const before = seen.get(id)
      if (before !== undefined) problems.push(`${name}: ${id} is in ${before} too`)
      seen.set(id, name)
      const fault = syntaxFault(text)
      if (fault !== null) problems.push(`${name}: ${id}: ${fault}`)
    }
  }
  return problems
}

function syntaxFault(text: string): string | null {
  if (text.trim() === '') return 'empty'
  try {
    new IntlMessageFormat(text, 'en')
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'not readable'
  }
}

/** Messages that nothing mentions, and mentions of messages that are not there. */
export function checkUse(ids: ReadonlySet<string>, mentions: Mentions): string[] {
  const used = (id: string): boolean =>
    mentions.literals.has(id) || mentions.templates.some((pattern) => pattern.test(id))
  return [
    ...[...ids].filter((id) => !used(id)).map((id) => `${id} is not used`),
    ...[...mentions.wanted]
      .filter((id) => id.includes('.') && !ids.has(id))
      .map((id) => `${id} is missing`),
  ]
}

/** Families with a gap, or with a member that the list does not know. */
export function checkFamilies(ids: ReadonlySet<string>, families: readonly Family[]): string[] {
  return families.flatMap(({ prefix, members, besides }) => {
    const wanted = new Set(members.map((member) => prefix + member))
    const missing = [...wanted].filter((id) => !ids.has(id)).map((id) => `${id} is missing`)
    const strange = [...ids]
      .filter((id) => id.startsWith(prefix) && !wanted.has(id) && besides?.test(id) !== true)
      .map((id) => `${id} is not in the list of its family`)
    return [...missing, ...strange]
  })
}

/** Ids of which at least one of several has to be there: the own word of a kind, or the general one. */
export function checkChoices(
  ids: ReadonlySet<string>,
  choices: readonly (readonly string[])[],
): string[] {
  return choices
    .filter((choice) => !choice.some((id) => ids.has(id)))
    .map((choice) => `${choice[0] ?? ''} is missing`)
}
