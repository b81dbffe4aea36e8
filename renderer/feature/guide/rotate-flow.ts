import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Input } from '../../../shared/contract/index'
import type { RotationPlan, RotationView, RotationWish } from '../../../shared/contract/rotation'
import type { AppError } from '../../../shared/error'
import { cutPaste } from '../../../shared/model/limit'
import type { TokenId } from '../../../shared/model/token'
import type { Mode } from '../../../shared/model/stage'
import { closeWindow, type Outcome } from '../../bridge'
import { isolate } from '../../i18n/intl'
import type { MessageId } from '../../i18n/messages'
import type { App } from '../../store/app'
import { holdUnsaved } from '../../store/closing'
import { isByHandOnly, proposed, wishOf, type Chosen } from '../rotation/start-rules'
import { createGlance } from './glance'

/** The calls that answer where the rotation stands now. */
type Step =
  | 'begin'
  | 'start'
  | 'setMode'
  | 'submit'
  | 'test'
  | 'promote'
  | 'deliver'
  | 'setGrace'
  | 'revoke'
  | 'prove'
  | 'settle'
  | 'back'
export type Work = Step | 'finish' | 'cancel'

/** Where a rotation stands in the window. Holds no secret: the main process keeps the values. */
export interface RotateState {
  /** null: not asked yet, or none is open. */
  readonly view: RotationView | null
  /** What it would be; null: not asked, since it is known how it is done. */
  readonly plan: RotationPlan | null
  /** What is chosen before it begins; null: nothing is to be chosen. */
  readonly chosen: Chosen | null
  readonly busy: Work | null
  /** The value pasted last would take the place of another: that is the user's to say. */
  readonly replacing: boolean
  /** What was not done, and why. */
  readonly refused: { readonly work: Work; readonly error: AppError } | null
  /** It ended without a word to this dialog. */
  readonly over: boolean
}

const FRESH: RotateState = {
  view: null,
  plan: null,
  chosen: null,
  busy: null,
  replacing: false,
  refused: null,
  over: false,
}

export type RotateFlow = ReturnType<typeof createRotateFlow>

/** A value that would replace another is no failure, but a question. */
function notTaken(error: AppError): Pick<RotateState, 'busy' | 'replacing' | 'refused'> {
  const replacing = error.code === 'rotation.has-pending'
  return { busy: null, replacing, refused: replacing ? null : { work: 'submit', error } }
}

/** Also while the dialog is closed: the main process goes on holding what it could not store. */
function guardUnstored(app: App, id: TokenId, store: StoreApi<RotateState>): void {
  store.subscribe(({ view, replacing }) => {
    if (view) holdUnsaved(app.closing, id, view.unstoredHint !== null || replacing)
  })
}

/** The window was to be closed, and may now: what is not stored is lost. */
function abandon(app: App, id: TokenId): void {
  holdUnsaved(app.closing, id, false)
  closeWindow()
}

/** Takes over what the main process tells unasked while the dialog is there. */
function follow(app: App, id: TokenId, store: StoreApi<RotateState>): () => void {
  return app.rotations.subscribe((now, before) => {
    const view = now.rotations.get(id) ?? null
    if (view === (before.rotations.get(id) ?? null)) return
    if (view !== null) store.setState({ view, over: false })
    // what is shown as done stays to be read
    else if (store.getState().view && store.getState().view?.stage !== 'done')
      store.setState({ view: null, over: true })
  })
}

/** The calls, one at a time; each tells what came of it. */
function createCaller(app: App, id: TokenId, store: StoreApi<RotateState>) {
  const { bridge } = app.env
  const take = (work: Work, answer: Outcome<`rotation.${Step}`>): boolean => {
    if (!answer.ok) {
      store.setState({ busy: null, refused: { work, error: answer.error } })
      return false
    }
    app.act.absorbMove(answer.value)
    store.setState({ busy: null, refused: null, view: answer.value.rotation, over: false })
    return true
  }
  /** Starts a piece of work; false while another is under way. */
  const claim = (work: Work): boolean => {
    if (store.getState().busy !== null) return false
    store.setState({ busy: work, refused: null })
    return true
  }
  const move = async <S extends Exclude<Step, 'begin' | 'submit'>>(
    work: S,
    input: Omit<Input<`rotation.${S}`>, 'id'>,
  ): Promise<boolean> => {
    if (!claim(work)) return false
    const name = `rotation.${work}` as const
    return take(work, await bridge.call(name, { ...input, id } as unknown as Input<typeof name>))
  }
  return { store, take, claim, move }
}

type Caller = ReturnType<typeof createCaller>

/** Asks where it stands, and what it would be. */
function createAsker({ env }: App, id: TokenId, store: StoreApi<RotateState>) {
  const look = async (): Promise<RotationView | null | undefined> => {
    const answer = await env.bridge.call('rotation.view', { id })
    if (answer.ok) return answer.value
    store.setState({ busy: null, refused: { work: 'begin', error: answer.error } })
    return undefined
  }
  const plan = async (): Promise<RotationPlan | null> => {
    const answer = await env.bridge.call('rotation.plan', { ids: [id] })
    const found = answer.ok ? (answer.value[0] ?? null) : null
    store.setState({ plan: found })
    return found
  }
  return { look, plan }
}

/** Ends a rotation; what came of it is told, and the dialog goes. */
function createEnd(app: App, id: TokenId, { store, claim }: Caller) {
  return async (work: 'finish' | 'cancel', message: MessageId): Promise<void> => {
    if (!claim(work)) return
    const answer = await app.env.bridge.call(`rotation.${work}`, { id })
    if (!answer.ok) {
      store.setState({ busy: null, refused: { work, error: answer.error } })
      return
    }
    store.setState({ busy: null })
    holdUnsaved(app.closing, id, false)
    app.act.absorb(answer.value)
    app.act.closeOverlay()
    const values = { label: isolate(answer.value.label) }
    app.toaster.show({ key: `rotation-${work}`, message, values })
  }
}

/** The replacement of one token, as one dialog sees it. */
export function createRotateFlow(app: App, id: TokenId) {
  const store: StoreApi<RotateState> = createStore<RotateState>(() => FRESH)
  const { bridge } = app.env
  guardUnstored(app, id, store)
  const glance = createGlance(app, id)
  const caller = createCaller(app, id, store)
  const { take, claim, move } = caller
  const end = createEnd(app, id, caller)
  const { look, plan } = createAsker(app, id, store)
  let opened = false
  let unfollow: () => void = () => undefined

  const begin = async (wish: RotationWish): Promise<void> => {
    const done = take('begin', await bridge.call('rotation.begin', wish))
    if (wish.mode !== undefined && wish.mode !== 'guided') {
      if (done) await move('start', {})
    } else glance.begun(done)
  }
  /** The value goes out, or the one that the main process holds; it is kept nowhere here. */
  const submit = async (input: Omit<Input<'rotation.submit'>, 'id'>): Promise<void> => {
    if (!claim('submit')) return
    glance.used()
    const answer = await bridge.call('rotation.submit', { id, ...input })
    if (answer.ok) {
      store.setState({ replacing: !take('submit', answer) })
      return
    }
    // a value that could not be stored is held: show where it is
    const view = await bridge.call('rotation.view', { id })
    if (view.ok && view.value) store.setState({ view: view.value })
    store.setState(notTaken(answer.error))
  }
  const keep = (): void => {
    if (!store.getState().replacing) return
    store.setState({ replacing: false })
    void bridge.call('rotation.keep', { id })
  }
  /** The user is at it: from now on it is kept, and the main process knows that it has begun. */
  const touch = (): void => {
    glance.used()
    const { view } = store.getState()
    if (view?.mode !== 'guided' || view.stage !== 'planned') return
    void bridge.call('rotation.start', { id }).then((answer) => {
      if (answer.ok) app.act.absorbMove(answer.value)
    })
  }

  return {
    store,
    move,
    left: (): void => {
      unfollow()
      glance.left()
    },

    /** Takes up what is open, or asks how it is to be done. React may ask twice; it is done once. */
    async open(): Promise<void> {
      glance.back()
      unfollow()
      unfollow = follow(app, id, store)
      if (opened) return
      opened = true
      store.setState({ busy: 'begin' })
      const known = await look()
      if (known === undefined) return
      if (known !== null) {
        store.setState({ busy: null, view: known })
        if (known.mode === 'guided') await plan()
        return
      }
      const found = await plan()
      if (glance.isOver()) return
      if (found && !isByHandOnly(found)) {
        const graceMs = app.session.getState().settings?.graceMs ?? null
        store.setState({ busy: null, chosen: proposed(found, graceMs) })
        return
      }
      await begin({ id })
    },

    choose(change: Partial<Chosen>): void {
      store.setState(({ chosen }) => ({ chosen: chosen && { ...chosen, ...change } }))
    },

    /** Begins as chosen. */
    async begin(): Promise<void> {
      const { plan: known, chosen } = store.getState()
      if (!known || !chosen || !claim('begin')) return
      await begin(wishOf(known, chosen))
    },

    touch,

    send: (text: string): void => {
      if (!store.getState().replacing) void submit({ text: cutPaste(text) })
    },

    /** Stores the value that could not be stored. */
    retry: (): void => void submit({ text: null }),

    /** The value pasted last takes the place of the one that is held. */
    replace: (): void => void submit({ text: null, replace: true }),

    /** It does not, and is let go. */
    keep,

    async promote(): Promise<boolean> {
      if (await move('promote', {})) return true
      // the new value may have been asked about without success: show what came of it
      const view = await look()
      if (view) store.setState({ view })
      return false
    },

    /** The rest is done another way. */
    setMode: async (mode: Mode): Promise<void> => {
      if (await move('setMode', { mode })) glance.used()
      const { view } = store.getState()
      if (view !== null && view.mode !== 'guided') await move('start', {})
    },

    /** Ends it although nothing is proved. */
    finish: (): Promise<void> => end('finish', 'guide.finished'),
    cancel: (): Promise<void> => end('cancel', 'guide.cancelled'),

    /** The user wants to come back to it. */
    later: (): void => {
      touch()
      keep()
      app.act.closeOverlay()
    },

    abandon: (): void => abandon(app, id),

    /** The dialog goes; the rotation stays open, unless it was only looked at. */
    close: (): void => {
      keep()
      app.act.closeOverlay()
      glance.left()
    },
  }
}
