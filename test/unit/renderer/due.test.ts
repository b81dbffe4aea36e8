import { describe, expect, test } from 'vitest'
import { dueWords } from '../../../renderer/feature/token/due'
import { evidenceText, verdictLook } from '../../../renderer/feature/token/verdict'
import { VERDICTS } from '../../../shared/model/verdict-list'
import { attentionOf, DAY } from '../../../shared/model/warning'
import type { TokenSummary } from '../../../shared/model/token'
import { createHarness, words } from './harness'

function said(label: string, change: Partial<TokenSummary> = {}): string {
  const { token, clock } = createHarness()
  const summary = { ...token(label), ...change }
  const now = clock.now()
  const due = dueWords(summary, attentionOf(summary, now), { words, now })
  return `${due.text} [${due.tone}, ${due.icon ?? 'no icon'}]`
}

describe('the end of a token in words', () => {
  test.each([
    ['API token 1', 'Never expires [none, no icon]'],
    ['API token 2', 'Rotation due 3 days ago [critical, octagon-alert]'],
    ['API token 10', 'Rejected [critical, circle-x]'],
    ['Phrase TMS, production', 'Expires in 20 days [info, clock]'],
    ['Laptop', 'Expires in 11 days [notice, hourglass]'],
    ['Strings CLI', 'Expires in 5 days [warning, triangle]'],
    ['website-ci', 'Expires in 20 hours [critical, octagon-alert]'],
    ['Strings sync (old)', 'Expired [critical, circle-x]'],
    ['iOS release', 'Rotate in 8 days [notice, hourglass]'],
    ['web app, production', 'Expiry unknown [none, no icon]'],
    ['Terraform', 'Revoked [none, ban]'],
  ])('%s', (label, text) => {
    expect(said(label)).toBe(text)
  })

  test('does not call a token expired because its date has passed', () => {
    const { clock } = createHarness()
    const expiry = { known: 'date', at: clock.now() - 2 * DAY, source: 'platform' } as const
    expect(said('Laptop', { expiry })).toBe('Expiry passed 2 days ago [critical, octagon-alert]')
  })
})

describe('verdicts', () => {
  test('have words, and red only on the word of the platform', () => {
    const red = VERDICTS.filter((verdict) => verdictLook(verdict).tone === 'critical')
    expect(red).toEqual(['expired', 'rejected'])
    const green = VERDICTS.filter((verdict) => verdictLook(verdict).tone === 'good')
    expect(green).toEqual(['valid'])
    for (const verdict of VERDICTS)
      expect(words.t(verdictLook(verdict).title)).not.toContain('verdict.')
  })

  test('are explained by their own reason, and by nothing that was not said', () => {
    const disabled = words.t('reason.account-disabled')
    expect(disabled).toContain('The platform says that its account')
    // the status below the banner gives the reason: it is not said twice
    expect(words.t('banner.rejected-text', { service: 'Tolgee' })).toBe(
      'Tolgee refuses this token. Make a new one to go on.',
    )
    expect(disabled).not.toContain('does not know')
    expect(words.t('reason.activation')).toMatch(/refused it, as it does every token/)
    for (const reason of ['unknown-token', 'unknown-or-expired'] as const) {
      expect(words.t(`reason.${reason}`)).toContain('belongs to another server')
    }
  })

  test('show their evidence in short', () => {
    expect(evidenceText({ status: 401, code: 'invalid_pat' })).toBe('HTTP 401 · invalid_pat')
    expect(evidenceText({ status: null, code: null })).toBe('')
  })
})
