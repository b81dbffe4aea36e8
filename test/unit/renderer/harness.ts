import type { TokenSummary } from '../../../shared/model/token'
import type { VaultState } from '../../../shared/model/vault'
import type { Bridge } from '../../../renderer/bridge'
import { createWords } from '../../../renderer/i18n/intl'
import { englishMessages } from '../../../renderer/i18n/messages'
import { createApp, type App } from '../../../renderer/store/app'
import { indexKinds } from '../../../renderer/store/session'
import { replaceAll } from '../../../renderer/store/tokens'
import { createFakeBridge } from '../../component/fake-bridge'
import { services } from '../../component/fake-platforms'
import { sampleTokens, type SampleToken } from '../../component/sample'
import { manualClock, type ManualClock } from '../../helper/manual-clock'

/** A message that is asked for without one of its values fails the test. */
export const words = createWords('en', englishMessages(), (what) => {
  throw new Error(`No such message, or a value is missing: ${what}`)
})

export interface Harness {
  readonly app: App
  readonly clock: ManualClock
  readonly fake: ReturnType<typeof createFakeBridge>
  /** The token of a label. */
  readonly token: (label: string) => TokenSummary
}

/** The window's state over the fake main process, with a clock of the test's own. */
export function createHarness(
  options: {
    tokens?: (now: number) => readonly SampleToken[]
    vault?: VaultState
    exchange?: 'works' | 'refused' | 'offline'
    file?: string
  } = {},
): Harness {
  const clock = manualClock()
  const tokens = (options.tokens ?? sampleTokens)(clock.now())
  const fake = createFakeBridge({
    tokens,
    vault: options.vault ?? 'open',
    now: () => clock.now(),
    delay: 0,
    theme: 'system',
    ...(options.exchange && { exchange: options.exchange }),
    ...(options.file && { file: options.file }),
  })
  const { call, on } = fake.exposed
  const bridge = {
    call: async (name: string, input: unknown) => {
      const answer = (await call[name]?.(input)) as { ok: boolean; value: { rows: string } }
      if ((name !== 'token.list' && name !== 'import.read') || !answer.ok) return answer
      return {
        ok: true,
        value: { ...answer.value, rows: JSON.parse(answer.value.rows) as unknown },
      }
    },
    on: (name: string, listener: (payload: unknown) => void) => on[name]?.(listener),
  } as unknown as Bridge
  const app = createApp({
    bridge,
    words,
    now: () => clock.now(),
    after: (ms, run) => clock.after(ms, run),
  })
  return {
    app,
    clock,
    fake,
    token(label) {
      const found = [...fake.fake.tokens.values()].find((each) => each.summary.label === label)
      if (!found) throw new Error(`No sample is called ${label}`)
      return found.summary
    },
  }
}

/** The same with the vault's tokens in the list already. */
export function loadedHarness(options: Parameters<typeof createHarness>[0] = {}): Harness {
  const harness = createHarness(options)
  const { app, fake } = harness
  app.session.setState({ services, kinds: indexKinds(services) })
  app.tokens.setState(replaceAll([...fake.fake.tokens.values()].map((token) => token.summary)))
  return harness
}

export function labels(app: App): string[] {
  return app.listing
    .getState()
    .items.flatMap((item) => (item.type === 'token' ? item.token.label : []))
}
