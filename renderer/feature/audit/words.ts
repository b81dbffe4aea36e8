import type { AuditLine, BrokenLine } from '../../../shared/model/audit'
import type { AuditOutcome } from '../../../shared/model/audit-list'
import { isolate, type Words } from '../../i18n/intl'
import type { IconName } from '../../ui/icon'

const LOOKS: Readonly<Record<AuditOutcome, { icon: IconName; tone: string }>> = {
  done: { icon: 'circle-check', tone: 'good' },
  refused: { icon: 'ban', tone: 'notice' },
  failed: { icon: 'circle-x', tone: 'critical' },
  unknown: { icon: 'circle-help', tone: 'none' },
}

export function outcomeLook(outcome: AuditOutcome): { icon: IconName; tone: string } {
  return LOOKS[outcome]
}

/** Why, in words: what a platform said, what was in the way, how the vault stood. */
function reasonOf(words: Words, code: string): string {
  const ids = [`verdict.${code}`, `vault.${code}.title`, `audit.fault.${code}`, `error.${code}`]
  for (const id of ids) {
    const found = words.lookup(id)
    if (found !== null) return found
  }
  return code
}

/** 'Label, note' of `label, note`. */
function changedOf(words: Words, changed: string): string {
  const names = changed.split(', ').map((name) => words.lookup(`audit.changed.${name}`) ?? name)
  return new Intl.ListFormat(words.locale, { type: 'unit', style: 'short' }).format(names)
}

/** What else there is to say of a line, shortest first. */
export function extraOf(words: Words, { code, detail }: AuditLine): string {
  const { count, line, hint, remoteName, destination, changed, file, mode } = detail
  const parts = [
    code === null ? null : reasonOf(words, code),
    line === undefined ? null : words.t('audit.detail.line', { line }),
    count === undefined ? null : words.t('audit.detail.count', { count }),
    changed === undefined ? null : changedOf(words, changed),
    ...[hint, remoteName, destination, file].map((each) => each && isolate(each)),
    mode === undefined ? null : (words.lookup(`mode.${mode}`) ?? mode),
  ]
  return parts.filter(Boolean).join(' · ')
}

export function brokenText(words: Words, { seq, broken }: BrokenLine): string {
  return words.t(`audit.line.${broken}`, { line: seq })
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** '14 Mar 2027, 09:30:12': a log is read to the second. */
export function exactTime(words: Words, at: number): string {
  let format = formats.get(words.locale)
  if (!format) {
    format = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'medium' })
    formats.set(words.locale, format)
  }
  return format.format(at)
}
