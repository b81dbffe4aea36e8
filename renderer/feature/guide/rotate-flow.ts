import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Input, Output } from '../../../shared/contract/index'
import type { RotationView } from '../../../shared/contract/rotation'
import type { AppError } from '../../../shared/error'
import { cutPaste } from '../../../shared/model/limit'
import type { TokenId } from '../../../shared/model/token'
import { closeWindow, type Outcome } from '../../bridge'
import { isolate } from '../../i18n/intl'
import type { MessageId } from '../../i18n/messages'
import type { App } from '../../store/app'
import { holdUnsaved } from '../../store/closing'

export type Work = 'begin' | 'submit' | 'test' | 'promote' | 'prove' | 'back' | 'finish' | 'cancel'

/** Where a rotation stands in the window. Holds no secret: the main process keeps the values. */
export interface RotateState {
  /** null: not asked yet. */
  readonly view: RotationView | null
  readonly busy: Work | null
  /** The value pasted last would take the place of another: that is the user's to say. */
  readonly replacing: boolean
  /** What was not done, and why. */
  readonly refused: { readonly work: Work; readonly error: AppError } | null
}

const FRESH: RotateState = { view: null, busy: null, replacing: false, refused: null }

export type RotateFlow = ReturnType<typeof createRotateFlow>

type MovingCall = `rotation.${Exclude<Work, 'finish' | 'cancel'>}`

/** A value that would replace another is no failure, but a question. */
function notTaken(error: AppError): Pick<RotateState, 'busy' | 'replacing' | 'refused'> {
  const replacing = error.code === 'rotation.has-pending'
  return { busy: null, replacing, refused: replacing ? null : { work: 'submit', error } }
}

/** A rotation that was begun by opening its guide, and not used since, ends with the guide. */
function createGlance(app: App, id: TokenId) {
  let idle = false
  let over = false
  const end = (): void => {
    if (!idle) return
    idle = false
    void app.env.bridge.call('rotation.cancel', { id }).then((answer) => {
      if (answer.ok) app.act.absorb(answer.value)
    })
  }
  return {
    begun: (done: boolean): void => {
      idle = done
      // gone while the main process began it
      if (over) end()
    },
    used: (): void => {
      idle = false
    },
    back: (): void => {
      over = false
    },
    left: (): void => {
      over = true
      end()
    },
    isOver: () => over,
  }
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

/** The guided replacement of one token, as one dialog sees it. */
export function createRotateFlow(app: App, id: TokenId) {
  const store: StoreApi<RotateState> = createStore<RotateState>(() => FRESH)
  const { bridge } = app.env
  guardUnstored(app, id, store)
  let opened = false
  const glance = createGlance(app, id)

  const moved = (work: Work, answer: Outcome<MovingCall>): boolean => {
    if (!answer.ok) {
      store.setState({ busy: null, refused: { work, error: answer.error } })
      return false
    }
    app.act.absorb(answer.value.token)
    store.setState({ busy: null, refused: null, view: answer.value.rotation })
    return true
  }
  /** Starts a piece of work; false while another is under way. */
  const start = (work: Work): boolean => {
    if (store.getState().busy !== null) return false
    store.setState({ busy: work, refused: null })
    return true
  }
  const look = async (): Promise<Output<'rotation.view'> | undefined> => {
    const answer = await bridge.call('rotation.view', { id })
    if (answer.ok) return answer.value
    store.setState({ busy: null, refused: { work: 'begin', error: answer.error } })
    return undefined
  }
  /** The value goes out, or the one that the main process holds; it is kept nowhere here. */
  const submit = async (input: Omit<Input<'rotation.submit'>, 'id'>): Promise<void> => {
    if (!start('submit')) return
    glance.used()
    const answer = await bridge.call('rotation.submit', { id, ...input })
    if (answer.ok) {
      store.setState({ replacing: !moved('submit', answer) })
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
  /** Ends it; what came of it is told, and the dialog goes. */
  const end = async (work: 'finish' | 'cancel', message: MessageId): Promise<void> => {
    if (!start(work)) return
    const answer = await bridge.call(`rotation.${work}`, { id })
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

  return {
    store,
    left: glance.left,

    /** Takes up what is open, or begins. React may ask twice; it is done once. */
    async open(): Promise<void> {
      glance.back()
      if (opened) return
      opened = true
      store.setState({ busy: 'begin' })
      const known = await look()
      if (known === undefined) return
      if (known !== null) {
        store.setState({ busy: null, view: known })
        return
      }
      if (glance.isOver()) return
      glance.begun(moved('begin', await bridge.call('rotation.begin', { id })))
    },

    /** The user has done something about it outside: from now on it is kept. */
    touch: glance.used,

    send: (text: string): void => {
      if (!store.getState().replacing) void submit({ text: cutPaste(text) })
    },

    /** Stores the value that could not be stored. */
    retry: (): void => void submit({ text: null }),

    /** The value pasted last takes the place of the one that is held. */
    replace: (): void => void submit({ text: null, replace: true }),

    /** It does not, and is let go. */
    keep,

    /** Asks about the stored new value once more. */
    async test(): Promise<boolean> {
      if (!start('test')) return false
      return moved('test', await bridge.call('rotation.test', { id }))
    },

    async promote(): Promise<boolean> {
      if (!start('promote')) return false
      const done = moved('promote', await bridge.call('rotation.promote', { id }))
      if (done) return true
      // the new value may have been asked about without success: show what came of it
      const view = await look()
      if (view) store.setState({ view })
      return false
    },

    async prove(): Promise<boolean> {
      if (!start('prove')) return false
      return moved('prove', await bridge.call('rotation.prove', { id }))
    },

    /** Makes the replaced value the current one again. */
    async back(): Promise<boolean> {
      if (!start('back')) return false
      return moved('back', await bridge.call('rotation.back', { id }))
    },

    /** Ends it although nothing is proved. */
    finish: (): Promise<void> => end('finish', 'guide.finished'),
    cancel: (): Promise<void> => end('cancel', 'guide.cancelled'),

    /** The user wants to come back to it. */
    later: (): void => {
      glance.used()
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
