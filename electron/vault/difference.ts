import { setImmediate as breathe } from 'node:timers/promises'
import { PREVIEW_LABELS, type BackupPreview } from '../../shared/model/backup'
import type { TokenId } from '../../shared/model/token'
import { ok, type Result } from '../../shared/result'
import { SLOTS, type Slot, type StoredToken } from '../service/port'
import type { SealedTokenStore } from './token-store'

type Changes = NonNullable<BackupPreview['changes']>
type Tokens = Pick<SealedTokenStore, 'list' | 'details' | 'secret'>

const PIECE = 100

/** What a restore would bring back, take away and change. */
export async function difference(backup: Tokens, live: Tokens): Promise<Result<Changes>> {
  const there = backup.list()
  if (!there.ok) return there
  const here = live.list()
  if (!here.ok) return here
  const present = new Map(here.value.map((token) => [token.id, token]))
  const back: string[] = []
  const different: string[] = []
  for (const [index, token] of there.value.entries()) {
    if (index % PIECE === 0) await breathe()
    const now = present.get(token.id)
    present.delete(token.id)
    if (shown(token) && (now === undefined || !shown(now))) back.push(token.overview.label)
    else if (now && !isSame({ backup, live }, token, now)) different.push(now.overview.label)
  }
  const kept = new Set(there.value.filter(shown).map(({ id }) => id))
  const gone = here.value.filter((token) => shown(token) && !kept.has(token.id))
  return ok({
    back: told(back),
    gone: told(gone.map(({ overview }) => overview.label)),
    different: told(different),
  })
}

const shown = ({ overview }: StoredToken): boolean => overview.forgottenAt === null

function told(labels: readonly string[]) {
  return { count: labels.length, labels: labels.slice(0, PREVIEW_LABELS) }
}

/** What was found out about a token since does not make it another one. */
function isSame(
  { backup, live }: { backup: Tokens; live: Tokens },
  then: StoredToken,
  now: StoredToken,
): boolean {
  if (!shown(now)) return true
  if (about(then) !== about(now)) return false
  const [before, after] = [backup.details(then.id), live.details(now.id)]
  if (!before.ok || !after.ok) return before.ok === after.ok
  if (
    JSON.stringify({ ...before.value, checks: [] }) !==
    JSON.stringify({ ...after.value, checks: [] })
  )
    return false
  return SLOTS.every((slot) => isSameSecret({ backup, live }, now.id, slot))
}

function about({ overview }: StoredToken): string {
  return JSON.stringify({ ...overview, check: null, settled: null })
}

function isSameSecret(of: { backup: Tokens; live: Tokens }, id: TokenId, slot: Slot): boolean {
  const then = of.backup.secret(id, slot)
  const now = of.live.secret(id, slot)
  try {
    if (!then.ok || !now.ok) return then.ok === now.ok
    if (then.value === null || now.value === null) return then.value === now.value
    return then.value.equals(now.value)
  } finally {
    if (then.ok) then.value?.wipe()
    if (now.ok) now.value?.wipe()
  }
}
