import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Outcome } from '../../bridge'
import type { Draft, Findings } from '../../../shared/contract/token'
import type { AppError } from '../../../shared/error'
import { cutPaste } from '../../../shared/model/limit'
import type { KindId } from '../../../shared/model/kind'
import type { FieldValues, KindInfo, ServerRef } from '../../../shared/model/service'
import type { TokenSummary } from '../../../shared/model/token'
import type { App } from '../../store/app'
import type { Entered } from '../token/time-fields'
import {
  answeringServer,
  canCheck,
  firstServer,
  placeOf,
  proposedRotation,
  saveInput,
  settledKind,
} from './rules'

/** Where the adding of a token stands. Holds no secret: the main process keeps it as a draft. */
export interface AddState {
  readonly stage: 'paste' | 'reading' | 'draft' | 'saving'
  /** Why the paste was not taken. */
  readonly refused: AppError | null
  readonly draft: Draft | null
  /** null: not chosen yet. */
  readonly kind: KindId | null
  readonly server: ServerRef
  /** The server is known or chosen, and not only a guess. */
  readonly agreed: boolean
  /** Whom the token was sent to since it was pasted, whatever was chosen afterwards. */
  readonly sent: readonly string[]
  readonly fields: FieldValues
  readonly checking: boolean
  readonly findings: Findings | null
  readonly checkFailed: AppError | null
  readonly label: string
  readonly note: string
  readonly expiry: Entered
  readonly rotateEveryDays: number | null
  readonly saveFailed: AppError | null
}

const FRESH: AddState = {
  stage: 'paste',
  refused: null,
  draft: null,
  kind: null,
  server: { id: 'cloud', baseUrl: null },
  agreed: false,
  sent: [],
  fields: {},
  checking: false,
  findings: null,
  checkFailed: null,
  label: '',
  note: '',
  expiry: null,
  rotateEveryDays: null,
  saveFailed: null,
}

/** What an answer leaves in the state. */
const UNASKED = { findings: null, checkFailed: null, saveFailed: null, checking: false } as const

export type AddFlow = ReturnType<typeof createAddFlow>

/** Saved before the answer came: the question is put again about what is stored. */
function takeOver(app: App, token: TokenSummary, asked: boolean): TokenSummary {
  app.act.absorb(token)
  if (token.check === null && asked) void app.act.check(token.id)
  return token
}

function infoOf(app: App, kind: KindId | null): KindInfo | null {
  return kind === null ? null : (app.session.getState().kinds.get(kind) ?? null)
}

export function createAddFlow(app: App) {
  const store: StoreApi<AddState> = createStore<AddState>(() => FRESH)
  const { bridge } = app.env
  let touched = { label: false, rotation: false }
  let serial = 0

  const kindInfo = (): KindInfo | null => infoOf(app, store.getState().kind)
  const suggest = (label: string): void => {
    if (!touched.label) store.setState({ label })
  }
  const proposeRotation = (): void => {
    const kind = kindInfo()
    const every = app.session.getState().settings?.defaultRotateEveryDays ?? null
    if (touched.rotation || !kind) return
    store.setState({ rotateEveryDays: proposedRotation(kind, store.getState().findings, every) })
  }

  const check = async (): Promise<void> => {
    const { draft, server, fields, sent } = store.getState()
    const kind = kindInfo()
    if (!draft || !kind || !canCheck(kind, { fields, server })) return
    serial += 1
    const mine = serial
    const place = placeOf(kind, server, app.names.service(kind.service))
    store.setState({
      ...{ checking: true, checkFailed: null, agreed: true },
      sent: [...new Set([...sent, place])],
    })
    const answer = await bridge.call('draft.check', { id: draft.id, kind: kind.id, server, fields })
    // something was changed meanwhile: this answer is about something else
    if (mine !== serial) return
    if (!answer.ok) {
      store.setState({ checking: false, findings: null, checkFailed: answer.error })
      return
    }
    const findings = answer.value
    store.setState({ checking: false, findings, server: answeringServer(kind, findings) ?? server })
    suggest(findings.suggestedLabel)
    proposeRotation()
  }

  /** What was found belongs to what was asked: any change makes it void, and asks nobody anew. */
  const changed = (change: Partial<AddState>): void => {
    serial += 1
    store.setState({ ...change, ...UNASKED })
  }

  const chooseKind = (kind: KindId): void => {
    const info = infoOf(app, kind)
    const { draft } = store.getState()
    if (!info || !draft) return
    const candidate = draft.candidates.find((each) => each.kind === kind)
    const { server, sure } = firstServer(info, draft.baseUrl, app.tokens.getState().list)
    touched = { ...touched, rotation: false }
    changed({ kind, server, agreed: sure, fields: candidate?.fields ?? {}, expiry: null })
    suggest(candidate?.suggestedLabel ?? app.names.kind(kind))
    proposeRotation()
  }

  const discard = (): void => {
    serial += 1
    const { draft } = store.getState()
    store.setState(FRESH, true)
    if (draft) void bridge.call('draft.discard', { id: draft.id })
  }

  const adopt = async (opening: Promise<Outcome<'draft.open'>>): Promise<void> => {
    discard()
    const mine = serial
    store.setState({ ...FRESH, stage: 'reading' }, true)
    const answer = await opening
    // given up, or another paste came, while this one was read
    if (mine !== serial) {
      if (answer.ok) void bridge.call('draft.discard', { id: answer.value.id })
      return
    }
    if (!answer.ok) {
      store.setState({ stage: 'paste', refused: answer.error })
      return
    }
    touched = { label: false, rotation: false }
    store.setState({ stage: 'draft', draft: answer.value })
    const [likeliest] = answer.value.candidates
    if (!likeliest || answer.value.duplicateOf !== null) return
    chooseKind(likeliest.kind)
    // a guess at the kind or at the server is the user's to confirm
    if (settledKind(answer.value) !== null && store.getState().agreed) void check()
  }

  const save = async (): Promise<TokenSummary | null> => {
    const info = kindInfo()
    const input = info && saveInput(store.getState(), info)
    if (!info || !input || store.getState().stage !== 'draft') return null
    const { checking } = store.getState()
    store.setState({ stage: 'saving', saveFailed: null })
    const answer = await bridge.call('draft.save', input)
    if (store.getState().draft?.id === input.id)
      store.setState(answer.ok ? FRESH : { stage: 'draft', saveFailed: answer.error })
    return answer.ok ? takeOver(app, answer.value, checking) : null
  }

  return {
    store,
    adopt,
    /** By hand. Arrow keys go through the kinds: choosing one sends nothing. */
    chooseKind,
    check,
    discard,
    save,
    kindInfo,
    /** The text goes to the main process and is kept nowhere here. */
    open: (text: string): Promise<void> =>
      adopt(bridge.call('draft.open', { text: cutPaste(text) })),
    setServer: (server: ServerRef): void =>
      changed({ server, agreed: server.id !== 'custom' && kindInfo()?.selfHosted !== true }),
    setFields: (fields: FieldValues): void => changed({ fields }),
    setLabel: (label: string): void => {
      touched = { ...touched, label: true }
      store.setState({ label, saveFailed: null })
    },
    setNote: (note: string): void => store.setState({ note }),
    setExpiry: (expiry: Entered): void => store.setState({ expiry }),
    setRotation: (rotateEveryDays: number | null): void => {
      touched = { ...touched, rotation: true }
      store.setState({ rotateEveryDays })
    },
  }
}
