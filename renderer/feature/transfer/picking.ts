import type { KindId } from '../../../shared/model/kind'
import type { KindInfo } from '../../../shared/model/service'
import type { App } from '../../store/app'
import { firstServer, type Proposal } from '../add/rules'
import type { Importing, ImportStore } from './import-flow'
import { faultOf, isFree, isProposed, lacks, withKind, type Around, type Choice } from './rules'

/** After a change nothing is asked or complained about any more. */
const CHANGED = { touched: true, asking: null, wrong: null, failed: null } as const

function aroundOf(app: App): Around {
  const usual = new Map<KindId, Proposal>()
  return {
    kinds: app.session.getState().kinds,
    kindName: (kind) => app.names.kind(kind),
    usualServer: (kind: KindInfo) => {
      const found = usual.get(kind.id) ?? firstServer(kind, null, app.tokens.getState().list)
      usual.set(kind.id, found)
      return found
    },
  }
}

/** What the user says of the rows of a file: which are wanted, and what each becomes. */
export function createPicking(app: App, store: ImportStore) {
  const { setState: set, getState: get } = store
  const around = aroundOf(app)

  const infoOf = ({ kind }: Choice): KindInfo | undefined =>
    kind === null ? undefined : around.kinds.get(kind)

  const put = (key: number, choice: Choice): void =>
    set(({ choices }) => ({ choices: choices.with(key, choice), ...CHANGED }))

  const tick = (keys: readonly number[], on: boolean): void => {
    const { rows, choices } = get()
    const ticked = new Set(get().ticked)
    for (const key of keys) {
      const row = rows[key]
      if (!on) ticked.delete(key)
      else if (row && isFree(row) && choices[key]?.kind != null) ticked.add(key)
    }
    set({ ticked, ...CHANGED })
  }

  return {
    around,
    infoOf,
    put,
    tick,
    /** Brings a row into view, whatever is filtered. */
    show: (key: number): void => set({ active: key, filter: 'all', text: '' }),
    look: (what: Partial<Pick<Importing, 'active' | 'filter' | 'text'>>): void => set(what),
    /** A kind that was chosen means that the row is wanted. */
    chooseKind(key: number, kind: KindId): void {
      const { rows, choices } = get()
      const [row, choice] = [rows[key], choices[key]]
      if (!row || !choice) return
      put(key, withKind(row, choice, { kind, around }))
      if (choice.kind === null) tick([key], true)
    },
    chooseKinds(keys: readonly number[], kind: KindId): void {
      const { rows } = get()
      const choices = [...get().choices]
      for (const key of keys) {
        const [row, choice] = [rows[key], choices[key]]
        if (row && choice) choices[key] = withKind(row, choice, { kind, around })
      }
      set({ choices })
      tick(keys, true)
    },
    /** The surely likely ones, and no others. */
    tickLikely: (): void =>
      set(({ rows }) => ({
        ticked: new Set(rows.filter(isProposed).map(({ key }) => key)),
        ...CHANGED,
      })),
    /** The ticked that their platform could not be asked about. */
    incomplete(): ReadonlySet<number> {
      const { choices, ticked } = get()
      const isIncomplete = (key: number): boolean => {
        const choice = choices[key]
        return choice !== undefined && lacks(choice, infoOf(choice))
      }
      return new Set([...ticked].filter(isIncomplete))
    },
    /** The first of the ticked that cannot be taken as it is. */
    firstWrong(): number | null {
      const { choices, ticked } = get()
      const wrong = [...ticked].filter((key) => {
        const choice = choices[key]
        return choice === undefined || faultOf(choice, infoOf(choice)) !== null
      })
      return wrong.length === 0 ? null : Math.min(...wrong)
    },
  }
}
