import type { EventPayload } from '../../shared/contract/event'
import type { CallName } from '../../shared/contract/names'
import type { Input } from '../../shared/contract/index'
import { isUnderWay } from '../../shared/model/stage'
import type { TokenSummary } from '../../shared/model/token'
import type { Reply } from '../bridge'
import type { App } from './app'
import { loadRotations, putRevocation, putRotation } from './rotations'
import { indexKinds } from './session'
import { applyChanges, replaceAll } from './tokens'

const MINUTE = 60_000
/** Within so many ms ... */
const TOGETHER = 80
/** ... only so many changes are taken over one by one: a run over 10,000 tokens makes a flood. */
const BURST = 8

type Change = EventPayload<'tokens.changed'>

/** Takes changes over at once, and a flood of them in batches. */
export function createInbox(app: App): (change: Change) => void {
  const { env } = app
  let waiting: Change[] = []
  let since = -Infinity
  let taken = 0
  const flush = (): void => {
    const changes = waiting
    waiting = []
    app.tokens.setState((before) => applyChanges(before, changes))
  }
  return (change) => {
    waiting.push(change)
    if (waiting.length > 1) return
    if (env.now() - since > TOGETHER) {
      since = env.now()
      taken = 0
    }
    taken += 1
    if (taken <= BURST) flush()
    else env.after(TOGETHER, flush)
  }
}

/** A rotation or revocation of it is open. */
export const isMoving = ({ phase }: TokenSummary): boolean => isUnderWay(phase)

/** Answers false if the vault is not open yet. */
async function loadTokens(app: App): Promise<boolean> {
  const answer = await app.env.bridge.call('token.list', null)
  if (answer.ok) app.tokens.setState(replaceAll(answer.value.rows))
  else if (answer.error.code === 'vault.not-open') return false
  else app.act.failed(answer.error)
  return true
}

/** Asks once, and says so if there is no answer. A vault that is not open yet is asked again. */
async function ask<N extends CallName>(
  app: App,
  name: N,
  take: (value: Reply<N>) => void,
): Promise<void> {
  const answer = await app.env.bridge.call(name, null as Input<N>)
  if (answer.ok) take(answer.value)
  else if (answer.error.code !== 'vault.not-open') app.act.failed(answer.error)
}

function clipboardChanged(app: App, payload: EventPayload<'clipboard.changed'>): void {
  const { token, what, clearsAt, state } = payload
  if (state === 'copied' && clearsAt !== null) {
    app.clipboard.setState({ clip: { token, what, clearsAt, since: app.env.now() } })
    return
  }
  app.clipboard.setState({ clip: null })
  app.toaster.drop('clip')
  if (state === 'failed') app.toaster.error('clipboard.failed')
}

function listen(app: App): () => void {
  const { bridge } = app.env
  const inbox = createInbox(app)
  const ends = [
    bridge.on('tokens.changed', inbox),
    bridge.on('rotation.moved', (payload) => putRotation(app.rotations, payload)),
    bridge.on('revocation.moved', (payload) => putRevocation(app.rotations, payload)),
    bridge.on('check.progress', (payload) => app.act.progress(payload)),
    bridge.on('clipboard.changed', (payload) => clipboardChanged(app, payload)),
    bridge.on('exchange.changed', (payload) => app.act.accessChanged(payload)),
    bridge.on('token.open', ({ id }) => app.act.reveal(id)),
    bridge.on('reminder.due', ({ count }) => {
      if (count === 0) return
      app.toaster.show({
        key: 'reminder',
        message: 'toast.reminder',
        values: { count },
        // reminders begin at 30 days, 'needs attention' only at 14
        action: { label: 'toast.show', run: () => app.act.look({ scope: 'expiring', query: '' }) },
      })
    }),
    bridge.on('backup.changed', (result) => app.act.backupChanged(result)),
    bridge.on('vault.changed', (vault) => app.session.setState({ vault })),
  ]
  return () => ends.forEach((end) => end())
}

function tick(app: App): () => void {
  let cancel: () => void = () => undefined
  const next = (): void => {
    cancel = app.env.after(MINUTE - (app.env.now() % MINUTE), () => {
      app.session.setState({ minute: app.env.now() })
      next()
    })
  }
  next()
  return () => cancel()
}

/**
 * Asks for all that the first paint needs in one go, and follows what happens. While the vault is
 * not open the first list fails silently; it is asked for again as soon as the vault opens.
 */
export function start(app: App): () => void {
  const { session } = app
  /** Of the list: a question is under way, it was refused, or it is here. */
  let list: 'asked' | 'wanted' | 'here' = 'wanted'
  const load = (): void => {
    list = 'asked'
    const loading = loadTokens(app)
    void ask(app, 'settings.get', (settings) => session.setState({ settings }))
    void loading.then((done) => {
      list = done ? 'here' : 'wanted'
      if (done) {
        // most of the time there is nothing to ask for
        if (app.tokens.getState().list.some(isMoving)) {
          void loadRotations(app.env.bridge, app.rotations)
        }
        return
      }
      // it may have opened between the question and the answer
      if (session.getState().vault?.state === 'open') load()
    })
  }
  const follow = session.subscribe((now, before) => {
    const opened = now.vault?.state === 'open' && before.vault?.state !== 'open'
    // a question that is under way waits for the vault
    if (opened && (list === 'wanted' || (list === 'here' && before.vault !== null))) load()
  })
  const silence = listen(app)
  const still = tick(app)
  // the longest answer first: it is on its way while the others are made
  load()
  void ask(app, 'vault.status', (vault) => {
    if (session.getState().vault === null) session.setState({ vault })
  })
  void ask(app, 'platform.list', (services) => {
    session.setState({ services, kinds: indexKinds(services) })
  })
  void ask(app, 'app.info', (info) => session.setState({ info }))
  return () => {
    follow()
    silence()
    still()
  }
}
