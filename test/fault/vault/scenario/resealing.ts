import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { SecretText } from '../../../../electron/service/secret'
import type { SealedVault } from '../../../../electron/vault/vault'
import { tokenId } from '../../../../shared/model/token'
import { entry } from '../../../helper/audit'
import { details, newId, newToken, overview, value } from '../../../helper/vault'
import { makeSecret } from '../../../simulator/secrets'
import { contentOf, type TokenContent } from '../model'
import { openVault, type Scenario, type Stage } from '../stage'

const VAULT = 'resealing'
/** Several pieces of tokens, and of lines. */
const TOKENS = 90
const LINES = 500
/** So many writes at most while everything is sealed again. */
const BETWEEN = 12
/** Within what time a write falls between two pieces, or into one, ms. */
const MOST_PAUSE_MS = 8

/** One vault key after the other, and tokens that are changed while everything is sealed again. */
export const resealing: Scenario = {
  name: 're-sealing',
  async prepare(ground) {
    const vault = await openVault(ground, VAULT)
    for (let n = 0; n < TOKENS; n++) {
      value(vault.tokens.insert(newId(), newToken(makeSecret('tolgee/pak'), `Token ${n}`)))
    }
    value(vault.audit.append(Array.from({ length: LINES }, () => entry())))
    const content = await contentOf(vault)
    vault.close()
    return { [VAULT]: content }
  },
  async run(stage) {
    while (!stage.over()) {
      const vault = await stage.open(VAULT)
      const under = watched(vault)
      if (!under.way) await replaceKey(stage, vault)
      for (let n = randomInt(BETWEEN); n >= 0 && !stage.over(); n--) {
        await pause(randomInt(MOST_PAUSE_MS))
        await change(stage, vault)
      }
      // sometimes it comes to its end, sometimes the vault is closed before
      while (under.way && randomInt(8) > 0) await pause(MOST_PAUSE_MS)
      vault.close()
    }
  },
}

function watched(vault: SealedVault): { way: boolean } {
  const under = { way: false }
  vault.onResealing((busy) => (under.way = busy))
  return under
}

async function replaceKey(stage: Stage, vault: SealedVault): Promise<void> {
  const next = value(await vault.ways.replaceKey({ by: 'keychain' }))
  await stage.step({ vault: VAULT, lines: 1 }, () =>
    value(next.adopt([entry({ act: 'vault.key-replaced', kind: null, label: null })])),
  )
  next.drop()
}

/** A token that is old under one key, and new under the other. */
async function change(stage: Stage, vault: SealedVault): Promise<void> {
  const ids = value(vault.tokens.list()).map(({ id }) => id)
  const id = tokenId.parse(ids[randomInt(ids.length)])
  const { version } = value(vault.tokens.get(id))
  const label = `Label ${randomInt(1e9)}`
  const current = makeSecret('lokalise/api-token')
  const secrets = { current, pending: null, previous: null }
  const after: TokenContent = { label, note: label, stage: null, secrets }
  await stage.step({ vault: VAULT, lines: 1, token: { id, after } }, () =>
    value(
      vault.tokens.update(id, version, {
        overview: overview({ label }),
        details: details({ note: label }),
        secrets: { current: SecretText.fromText(current), pending: null, previous: null },
        trace: [entry({ token: id })],
      }),
    ),
  )
}
