import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Output } from '../../../shared/contract/index'
import type { ImportRow } from '../../../shared/contract/transfer'
import type { AppError } from '../../../shared/error'
import type { TokenId } from '../../../shared/model/token'
import type { CsvMapping } from '../../../shared/model/transfer'
import type { App } from '../../store/app'
import { createPicking } from './picking'
import {
  choiceOf,
  isFree,
  isProposed,
  isSameFile,
  settledKind,
  takeOf,
  type Choice,
  type Filter,
} from './rules'

export type ImportFile = NonNullable<Output<'import.open'>>

/** Where an import stands. No value of the file is in here. */
export interface Importing {
  /** `open`: a file was chosen, and asks for something before it can be read. */
  readonly stage: 'choose' | 'open' | 'preview' | 'done'
  readonly busy: 'choosing' | 'reading' | 'taking' | null
  readonly file: ImportFile | null
  readonly mapping: CsvMapping
  readonly failed: AppError | null
  readonly rows: readonly ImportRow[]
  /** Entries that hold nothing that may be a token. */
  readonly without: number
  /** What each row becomes, by its key. */
  readonly choices: readonly Choice[]
  readonly ticked: ReadonlySet<number>
  /** The row that is looked at. */
  readonly active: number | null
  readonly filter: Filter
  readonly text: string
  /** The user chose or wrote something that would be lost. */
  readonly touched: boolean
  /** A question before going on: some lack something; or before leaving. */
  readonly asking: 'incomplete' | 'leave' | null
  /** The row that kept the others from being taken. */
  readonly wrong: number | null
  /** What was chosen of the same file before is back. */
  readonly restored: boolean
  readonly added: readonly TokenId[]
}

const NOTHING: Importing = {
  stage: 'choose',
  busy: null,
  file: null,
  mapping: {},
  failed: null,
  rows: [],
  without: 0,
  choices: [],
  ticked: new Set(),
  active: null,
  filter: 'all',
  text: '',
  touched: false,
  asking: null,
  wrong: null,
  restored: false,
  added: [],
}

export type ImportStore = StoreApi<Importing>
export type ImportFlow = ReturnType<typeof createImport>

/** A table whose columns nobody knows but the user. */
export const isTable = (file: ImportFile | null): boolean => file?.format === 'csv'

/** From a file to tokens: it is opened, read, looked at, and taken over all at once. */
export function createImport(app: App) {
  const { bridge } = app.env
  const store: ImportStore = createStore<Importing>(() => NOTHING)
  const { setState: set, getState: get } = store
  const picking = createPicking(app, store)
  const { around } = picking
  /** Counts what was asked for: an answer to something older is nobody's. */
  let round = 0
  /** What the user had chosen of the file that was looked at last. */
  let before: Pick<Importing, 'rows' | 'choices' | 'ticked'> | null = null

  const remember = (): void => {
    const { rows, choices, ticked, touched } = get()
    if (touched) before = { rows, choices, ticked }
  }

  /** The main process has let the file go: what was chosen is kept for when it is opened again. */
  const lost = (failed: AppError): void => {
    remember()
    set({ ...NOTHING, failed }, true)
  }

  const preview = (rows: readonly ImportRow[], without: number): void => {
    const same = before !== null && isSameFile(before.rows, rows)
    const fresh = same && before !== null ? before : null
    before = null
    const choices = fresh?.choices ?? rows.map((row) => choiceOf(row, settledKind(row), around))
    const ticked = fresh?.ticked ?? new Set(rows.filter(isProposed).map(({ key }) => key))
    const still = new Set(
      rows.filter((row) => isFree(row) && ticked.has(row.key)).map((r) => r.key),
    )
    set({
      ...{ stage: 'preview', busy: null, failed: null, rows, without, choices, ticked: still },
      ...{ active: rows[0]?.key ?? null, filter: 'all', text: '', asking: null },
      ...{ touched: fresh !== null, restored: fresh !== null, wrong: null },
    })
  }

  const read = async (password: string | null): Promise<void> => {
    const { file, mapping, stage } = get()
    if (!file) return
    const mine = ++round
    set({ busy: 'reading', failed: null })
    const answer = await bridge.call('import.read', {
      id: file.id,
      password,
      mapping: isTable(file) ? mapping : null,
    })
    if (mine !== round) return
    if (answer.ok) preview(answer.value.rows, answer.value.without)
    else if (answer.error.code === 'import.gone') lost(answer.error)
    else if (stage === 'open') set({ busy: null, failed: answer.error })
    else {
      // nothing that the user could say makes it readable
      void bridge.call('import.drop', { id: file.id })
      set({ ...NOTHING, failed: answer.error }, true)
    }
  }

  const choose = async (): Promise<void> => {
    if (get().busy !== null) return
    const mine = ++round
    set({ busy: 'choosing', failed: null, asking: null })
    const answer = await bridge.call('import.open', null)
    if (mine !== round) {
      // nobody wants it any more
      if (answer.ok && answer.value) void bridge.call('import.drop', { id: answer.value.id })
      return
    }
    if (!answer.ok) set({ busy: null, failed: answer.error })
    else if (answer.value === null) set({ busy: null })
    else {
      const file = answer.value
      remember()
      const asks = file.sealed || isTable(file)
      const stage = asks ? 'open' : 'choose'
      set({ ...NOTHING, file, stage, mapping: file.columns?.guess ?? {} }, true)
      if (!asks) await read(null)
    }
  }

  const take = async (): Promise<void> => {
    const { file, choices, ticked, busy } = get()
    if (!file || busy !== null) return
    const rows = [...ticked]
      .sort((a, b) => a - b)
      .flatMap((key) => {
        const choice = choices[key]
        return choice ? (takeOf(key, choice) ?? []) : []
      })
    if (rows.length === 0) return
    const mine = ++round
    set({ busy: 'taking', failed: null, asking: null })
    const answer = await bridge.call('import.take', { id: file.id, rows })
    if (mine !== round) return
    if (answer.ok) set({ busy: null, stage: 'done', added: answer.value.ids, touched: false })
    else if (answer.error.code === 'import.gone') lost(answer.error)
    else {
      const key = answer.error.params['key']
      set({ busy: null, failed: answer.error })
      if (answer.error.code === 'import.row' && typeof key === 'number') {
        picking.show(key)
        set({ wrong: key })
      }
    }
  }

  return {
    store,
    ...picking,
    choose,
    read,
    /** The columns of a table once more: what was chosen was chosen of other entries. */
    remap: (): void => set({ stage: 'open', failed: null, asking: null, touched: false }),
    map: (mapping: CsvMapping): void => set({ mapping, failed: null }),
    ask: (asking: Importing['asking']): void => set({ asking }),
    /** Goes on to the taking, or to what keeps from it; `anyway`: what is missing may be. */
    async submit(anyway = false): Promise<void> {
      const wrong = picking.firstWrong()
      if (wrong !== null) {
        picking.show(wrong)
        set({ wrong, asking: null })
      } else if (!anyway && picking.incomplete().size > 0) set({ asking: 'incomplete' })
      else await take()
    },
    end(): void {
      round += 1
      const { file } = get()
      if (file) void bridge.call('import.drop', { id: file.id })
    },
  }
}
