import type { Difference, RotationView } from '../../../shared/contract/rotation'
import type { CheckRecord, Phase } from '../../../shared/model/token'
import { isAlive, isDead } from '../../../shared/model/verdict-list'
import type { MessageId } from '../../i18n/messages'
import type { IconName } from '../../ui/icon'
import type { Tone } from '../token/due'

export type StageName = 'create' | 'paste' | 'promote' | 'use' | 'delete'
export type StageState = 'done' | 'now' | 'later'

export const ORDER: readonly StageName[] = ['create', 'paste', 'promote', 'use', 'delete']
const REACHED = {
  planned: 0,
  creating: 0,
  created: 1,
  tested: 2,
  promoted: 3,
  delivered: 4,
  revoking: 4,
  done: 5,
} as const

/**
 * How far each of the visible steps by hand is. Before anything is pasted the first two are both
 * open: the token is made there and pasted here in one go.
 */
export function stageStates(view: RotationView): Record<StageName, StageState> {
  const reached = REACHED[view.stage]
  const now = reached === 0 && view.pendingHint !== null ? 1 : reached
  const stateOf = (name: StageName): StageState => {
    const index = ORDER.indexOf(name)
    if (index < now) return 'done'
    return index === now || (now === 0 && index === 1) ? 'now' : 'later'
  }
  return {
    create: stateOf('create'),
    paste: stateOf('paste'),
    promote: stateOf('promote'),
    use: stateOf('use'),
    delete: stateOf('delete'),
  }
}

/** What became of the pasted value, while it is not current: nothing known, refused, or accepted. */
export function pendingState(view: RotationView): 'none' | 'stored' | 'refused' | 'tested' {
  if (view.stage === 'tested') return 'tested'
  if (view.pendingHint === null) return 'none'
  return view.pendingCheck !== null && isDead(view.pendingCheck.verdict) ? 'refused' : 'stored'
}

/** No new value is held, so that one may be taken from a paste anywhere in the guide. */
export function isFree(view: RotationView): boolean {
  return view.pendingHint === null && view.unstoredHint === null
}

/** What the last check of a value says about its death. */
export function deathOf(check: CheckRecord, proved: boolean): 'proved' | 'half' | 'alive' | 'open' {
  if (isDead(check.verdict)) return proved ? 'proved' : 'half'
  return isAlive(check.verdict) ? 'alive' : 'open'
}

/**
 * How far a revocation is. One that the platform says has expired is over, and was not seen to be
 * revoked; `check`: the last one that this dialog asked for.
 */
export function endOf(
  phase: Phase['name'],
  check: CheckRecord | null,
): 'idle' | 'revoking' | 'revoked' | 'expired' {
  if (phase === 'revoked' || phase === 'revoking') return phase
  return check?.verdict === 'expired' ? 'expired' : 'idle'
}

/** Why the new token is not simply made current, in words; empty if nothing speaks against it. */
export function cautionsOf(view: RotationView): MessageId[] {
  const found = new Set<MessageId>()
  for (const { subject, result } of view.differences) {
    if (result !== 'narrower' && result !== 'different') continue
    if (subject === 'access') found.add(`guide.caution-access-${result}`)
    else found.add(`guide.caution-${subject}`)
  }
  if (view.pendingCheck?.verdict === 'forbidden') found.add('guide.caution-forbidden')
  return [...found]
}

/** What is not proved of the replaced value, as far as its platform was asked. */
export function finishWords({ previousCheck }: RotationView): MessageId {
  const alive = previousCheck !== null && isAlive(previousCheck.verdict)
  return alive ? 'guide.confirm-finish-alive' : 'guide.confirm-finish'
}

/** A result of the comparison in words, with a shape and a colour. */
export function resultLook({ subject, result }: Difference): {
  label: MessageId
  icon: IconName
  tone: Tone
} {
  switch (result) {
    case 'same':
      return { label: 'guide.result-same', icon: 'circle-check', tone: 'good' }
    case 'unknown':
      return { label: 'guide.result-unknown', icon: 'circle-help', tone: 'none' }
    case 'wider':
      return subject === 'expiry'
        ? { label: 'guide.result-expiry-wider', icon: 'plus', tone: 'good' }
        : { label: 'guide.result-access-wider', icon: 'plus', tone: 'info' }
    case 'narrower':
      return subject === 'expiry'
        ? { label: 'guide.result-expiry-narrower', icon: 'triangle', tone: 'warning' }
        : { label: 'guide.result-access-narrower', icon: 'triangle', tone: 'warning' }
    case 'different':
      return { label: differentLabel(subject), icon: 'triangle', tone: 'warning' }
  }
}

/** Longer texts were cut where they were made, so nothing can be said to be missing in them. */
const CUT = 2000

/** What the old value may do and the new one may not. */
export function lostOf({ subject, before, after }: Difference): string[] {
  if (subject !== 'access' || before === null || after === null) return []
  if (after.length >= CUT) return []
  const kept = new Set(after.split(', '))
  return before.split(', ').filter((each) => each !== '' && !kept.has(each))
}

function differentLabel(subject: Difference['subject']): MessageId {
  return subject === 'expiry' ? 'guide.result-different' : `guide.result-${subject}-different`
}
