/**
 * The real window over a fake main process. The address chooses the scene:
 * `?rows=some|none|hostile|<number>&vault=<state>&theme=<theme>&delay=<ms>&exchange=<outcome>`
 * `&inventory=<outcome>&lines=<number>&broken&scene=<state>&quota=<n>&file=<format or failure>&entries=<n>`, where a state of a rotation or revocation is
 * told as `sceneOf` reads it.
 */
import { BRIDGE_KEY } from '../../shared/contract/names'
import { VAULT_STATES } from '../../shared/model/vault'
import { createFakeBridge } from './fake-bridge'
import { hostileTokens, manyTokens, sampleTokens, type SampleToken } from './sample'

const query = new URLSearchParams(location.search)
const now = Date.now()

function tokensOf(rows: string): readonly SampleToken[] {
  if (rows === 'none') return []
  if (rows === 'some') return sampleTokens(now)
  if (rows === 'hostile') return hostileTokens(now)
  return manyTokens(Number(rows), now)
}

const bridge = createFakeBridge({
  tokens: tokensOf(query.get('rows') ?? 'some'),
  vault: VAULT_STATES.find((state) => state === query.get('vault')) ?? 'open',
  theme:
    query.get('theme') === 'dark' ? 'dark' : query.get('theme') === 'light' ? 'light' : 'system',
  inventory:
    (['refused', 'offline'] as const).find((each) => each === query.get('inventory')) ?? 'works',
  exchange:
    (['refused', 'offline'] as const).find((each) => each === query.get('exchange')) ?? 'works',
  delay: Number(query.get('delay') ?? '250'),
  now: () => Date.now(),
  audit: { lines: Number(query.get('lines') ?? '400'), broken: query.has('broken') },
  ...(query.has('scene') ? { scene: query.get('scene') ?? '' } : {}),
  ...(query.has('file') ? { file: query.get('file') ?? '' } : {}),
  ...(query.has('entries') ? { entries: Number(query.get('entries')) } : {}),
  ...(query.has('quota') ? { quota: Number(query.get('quota')) } : {}),
})
Object.assign(window, { [BRIDGE_KEY]: bridge.exposed, fake: bridge })

void import('../../renderer/main')
