import type { Page } from '@playwright/test'
import type { Input } from '../../../shared/contract/index'
import type { Settings } from '../../../shared/model/settings'
import type { IssuedToken } from '../../simulator/index'

interface Exposed {
  readonly call: Readonly<
    Record<
      string,
      (input: unknown) => Promise<{
        readonly ok: boolean
        readonly value: never
        readonly error: { readonly code: string }
      }>
    >
  >
}

export type Saved = Partial<
  Pick<Input<'draft.save'>, 'label' | 'note' | 'expiry' | 'rotateEveryDays' | 'fields' | 'server'>
> & {
  /** Ask the platform before saving; default: yes. */
  readonly check?: boolean
}

/** The settings as the main process has them: the window shows a change before it is stored. */
export function settingsOf(page: Page): Promise<Settings> {
  return page.evaluate(async () => {
    const { call } = (window as unknown as { keyglot: Exposed }).keyglot
    const answer = await call['settings.get']?.(null)
    if (!answer?.ok) throw new Error(answer?.error.code ?? 'no such call')
    return answer.value
  })
}

/**
 * Puts a token into the vault by the calls that the window itself makes, for stories that begin
 * with tokens and are not about adding them. Answers its id.
 */
export async function putToken(
  page: Page,
  token: Pick<IssuedToken, 'secret' | 'kind'>,
  options: Saved = {},
): Promise<string> {
  const given = { text: token.secret, kind: token.kind, options }
  return page.evaluate(async ({ text, kind, options: { check, ...rest } }) => {
    const { call } = (window as unknown as { keyglot: Exposed }).keyglot
    const ask = async <T>(name: string, input: unknown): Promise<T> => {
      const answer = await call[name]?.(input)
      if (!answer?.ok) throw new Error(`${name}: ${answer?.error.code ?? 'no such call'}`)
      return answer.value
    }
    type Services = { kinds: { id: string; servers: { id: string }[] }[] }[]
    const services = await ask<Services>('platform.list', null)
    const info = services.flatMap((service) => service.kinds).find((each) => each.id === kind)
    const { id } = await ask<{ id: string }>('draft.open', { text })
    const server = rest.server ?? { id: info?.servers[0]?.id ?? '', baseUrl: null }
    const subject = { id, kind, server, fields: rest.fields ?? {} }
    if (check !== false) await ask('draft.check', subject)
    const saved = await ask<{ id: string }>('draft.save', {
      label: '',
      note: '',
      expiry: null,
      rotateEveryDays: null,
      ...rest,
      ...subject,
    })
    return saved.id
  }, given)
}

/**
 * Waits until the log holds all that was done so far: the line about the opening comes with the
 * next one, or a little later.
 */
export async function untilLogged(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { call } = (window as unknown as { keyglot: Exposed }).keyglot
    const all = { groups: [], outcomes: [], actors: [] }
    const filter = { ...all, token: null, text: '', from: null, to: null }
    const answer = await call['audit.page']?.({ filter, before: null, limit: 1 })
    if (answer?.ok !== true) throw new Error('the log cannot be read')
  })
}

/** Waits until the window shows the vault's tokens, or that there is none yet. */
export async function untilOpen(page: Page): Promise<void> {
  const none = page.getByRole('heading', { name: 'No tokens yet' })
  await none.or(page.locator('[data-token]').first()).waitFor()
}
