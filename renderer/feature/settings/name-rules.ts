import { dayText } from '../../i18n/time'

/** Without this part two names could be alike, and a lost answer could not be settled. */
export const isNamePattern = (text: string): boolean => text.split('{id}').length === 2

/** What the pattern comes to for a token of that label, on a day, with a made-up id. */
export function nameExample(pattern: string, label: string, now: number): string {
  return pattern
    .replaceAll('{label}', label)
    .replaceAll('{date}', dayText(now))
    .replaceAll('{id}', '4f2a9c')
}
