import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { manualClock } from '../../helper/manual-clock'
import {
  applied,
  contentOf,
  NOTHING,
  sameContent,
  seesDamage,
  type Content,
  type Step,
} from './model'
import { folderOf, openerOf, type Ground, type Said } from './stage'

/** What a process had said when it ended: of each vault what was acknowledged, and the open step. */
export interface Known {
  readonly contents: ReadonlyMap<string, Content>
  /** Begun and not acknowledged. */
  readonly open: Step | null
}

export function knownAfter(before: Known, said: Said): Known {
  if ('try' in said) return { ...before, open: said.try }
  const { did } = said
  const contents = new Map(before.contents)
  contents.set(did.vault, applied(contents.get(did.vault) ?? NOTHING, did))
  return { contents, open: null }
}

export interface Finding {
  readonly verdict: 'whole' | 'lost' | 'corrupt'
  /** The step that was open had come to its end; null: none was open for this vault. */
  readonly kept: boolean | null
  readonly found: Content | null
  readonly why: string
}

/** Opens a vault by the real opener and holds it to what was acknowledged. */
export async function judge(ground: Ground, vault: string, known: Known): Promise<Finding> {
  const acknowledged = known.contents.get(vault) ?? null
  const open = known.open?.vault === vault ? known.open : null
  const had = existsSync(join(folderOf(ground, vault), 'vault.db'))
  const clock = manualClock()
  const outcome = await openerOf(ground, vault, clock).open(() => undefined)
  const bad = (verdict: 'lost' | 'corrupt', why: string): Finding => ({
    ...{ verdict, why },
    kept: null,
    found: null,
  })
  if (outcome.state !== 'open') return bad('corrupt', `it did not open: ${outcome.state}`)
  try {
    if (outcome.created === had) return bad('corrupt', 'a vault was made over another')
    if (seesDamage(outcome.vault, clock)) return bad('corrupt', 'SQLite finds damage')
    const found = await contentOf(outcome.vault)
    if (acknowledged !== null && outcome.created) return bad('lost', 'the whole vault is gone')
    const before = acknowledged ?? NOTHING
    const after = open && applied(before, open)
    // the step under way may have come to its end or not; nothing else may differ
    const kept = after !== null && sameContent(found, after)
    if (!kept && !sameContent(found, before)) {
      return bad('lost', `expected ${JSON.stringify(before)}, found ${JSON.stringify(found)}`)
    }
    return { verdict: 'whole', kept: open && kept, found, why: '' }
  } catch (error) {
    return bad('corrupt', String(error))
  } finally {
    outcome.vault.close()
  }
}
