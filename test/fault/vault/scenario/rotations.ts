import { systemClock } from '../../../../electron/app/clock'
import { Registry } from '../../../../electron/platform/registry'
import { Asker } from '../../../../electron/service/asker'
import { AuditTrail } from '../../../../electron/service/audit-trail'
import type { Answer } from '../../../../electron/service/checked'
import { RotationJournal } from '../../../../electron/service/rotation-journal'
import { SecretText } from '../../../../electron/service/secret'
import { TokenIndex } from '../../../../electron/service/token-index'
import type { SealedVault } from '../../../../electron/vault/vault'
import { rotationRecord, type TokenId } from '../../../../shared/model/token'
import type { Result } from '../../../../shared/result'
import { lines, newId, newToken, random, value } from '../../../helper/vault'
import { makeSecret } from '../../../simulator/secrets'
import type { TokenContent } from '../model'
import type { Scenario, Stage } from '../stage'

const VAULT = 'rotations'

/** Rotations by the real journal, over and over: each arrow is one write, the swap of values too. */
export const rotations: Scenario = {
  name: 'rotations',
  async run(stage) {
    const vault = await stage.open(VAULT)
    const { journal, index } = journalOver(vault)
    const found = index.visible()[0]
    const at = found ? takenUp(vault, found.id) : await added(stage, index)
    for (let round = 0; !stage.over(); round++) await rotate({ stage, journal, round }, at)
    vault.close()
  },
}

/** The token that is rotated, and what it holds. */
interface At {
  readonly id: TokenId
  content: TokenContent
}

function journalOver(vault: SealedVault) {
  const log = lines()
  const trail = new AuditTrail({ clock: systemClock, log })
  const announcer = { announce: () => undefined }
  const index = new TokenIndex({ announcer, trail })
  value(index.open(vault.tokens))
  const proxyFor = () => Promise.reject(new Error('nothing is asked'))
  const platforms = new Registry({ version: '0', clock: systemClock, random, log, proxyFor })
  const asker = new Asker({ index, platforms })
  return { index, journal: new RotationJournal({ index, asker, clock: systemClock }) }
}

async function added(stage: Stage, index: TokenIndex): Promise<At> {
  const id = newId()
  const secret = makeSecret('tolgee/pak')
  const secrets = { current: secret, pending: null, previous: null }
  const content = { label: 'Website', note: 'About Website', stage: null, secrets }
  await stage.step({ vault: VAULT, lines: 0, token: { id, after: content } }, () =>
    value(index.insert(id, newToken(secret))),
  )
  return { id, content }
}

/** After a kill: whatever stage it was in, it is given up or brought to its end. */
function takenUp(vault: SealedVault, id: TokenId): At {
  const { phase, label } = value(vault.tokens.get(id)).overview
  const text = (slot: 'current' | 'pending' | 'previous') =>
    value(vault.tokens.secret(id, slot))?.text() ?? null
  const secrets = { current: text('current'), pending: text('pending'), previous: text('previous') }
  const stage = phase.name === 'rotating' ? phase.stage : null
  return { id, content: { label, note: value(vault.tokens.details(id)).note, stage, secrets } }
}

interface Round {
  readonly stage: Stage
  readonly journal: RotationJournal
  readonly round: number
}

async function rotate({ stage, journal, round }: Round, at: At): Promise<void> {
  const { id } = at
  const go = async (to: string | null, act: () => Result<unknown>, secrets = {}) => {
    const after = { ...at.content, stage: to, secrets: { ...at.content.secrets, ...secrets } }
    await stage.step({ vault: VAULT, lines: 1, token: { id, after } }, () => value(act()))
    at.content = after
  }
  const { current, pending } = at.content.secrets
  switch (at.content.stage) {
    case null:
      return go('planned', () => journal.begin(id, rotationRecord.parse(RECORD)))
    case 'planned':
      return go('creating', () => journal.intended(id))
    case 'creating': {
      const secret = makeSecret('tolgee/pak')
      return go('created', () => journal.made(id, made(secret)), { pending: secret })
    }
    case 'created':
      return go('tested', () => journal.tested(id, ANSWER))
    case 'tested':
      // now and then it is given up, or the new value is taken back to make another
      if (round % 7 === 5) return go(null, () => journal.cancelled(id, []), { pending: null })
      if (round % 7 === 3) {
        return go('planned', () => journal.discarded(id, 'other'), { pending: null })
      }
      return go('promoted', () => journal.promoted(id), SWAPPED(pending, null, current))
    case 'promoted':
      if (round % 5 === 4) {
        const { previous } = at.content.secrets
        return go('tested', () => journal.reverted(id), SWAPPED(previous, current, null))
      }
      return go('delivered', () => journal.delivered(id))
    case 'delivered':
      return go('revoking', () => journal.revoking(id))
    default:
      return go(null, () => journal.done(id, ANSWER.check), { previous: null })
  }
}

const RECORD = { mode: 'guided', remoteName: 'keyglot', pending: null, previous: null }

const SWAPPED = (current: string | null, pending: string | null, previous: string | null) => ({
  current,
  pending,
  previous,
})

const made = (secret: string) => ({
  secret: SecretText.fromText(secret),
  remote: {
    id: newId(),
    name: 'keyglot',
    createdAt: null,
    lastUsedAt: null,
    expiresAt: null,
    scopes: null,
    projectId: null,
    project: null,
    matches: () => null,
  },
})

const ANSWER: Answer = {
  check: {
    verdict: 'valid',
    reason: 'accepted',
    status: 200,
    code: null,
    retryAt: null,
    at: 1_790_000_000_000,
  },
  server: { id: 'cloud', baseUrl: null },
  known: {
    account: null,
    project: null,
    identity: { account: null, project: null },
    access: [],
    expiry: undefined,
    facts: [],
  },
}
