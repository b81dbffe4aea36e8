import { randomInt } from 'node:crypto'
import { SecretText } from '../../../../electron/service/secret'
import type { SealedVault } from '../../../../electron/vault/vault'
import type { TokenId } from '../../../../shared/model/token'
import { entry } from '../../../helper/audit'
import { details, newId, overview, value } from '../../../helper/vault'
import { makeSecret } from '../../../simulator/secrets'
import type { Step, TokenContent } from '../model'
import type { Scenario, Stage } from '../stage'

const VAULT = 'writes'
/** After so many writes the vault is closed and opened again. */
const SHORT = 25
/** So many fill the -wal, which SQLite then brings into the file in between. */
const LONG = 300

/** Tokens added, changed and removed, values and lines of the log, at random. */
export const writes: Scenario = {
  name: 'writes',
  async run(stage) {
    for (let session = 0; !stage.over(); session++) {
      const most = session === 1 ? LONG : 1 + randomInt(SHORT)
      const vault = await stage.open(VAULT)
      const known = new Map(value(vault.tokens.list()).map(({ id, version }) => [id, version]))
      for (let done = 0; done < most && !stage.over(); done++) {
        await write(stage, vault, known)
      }
      vault.close()
    }
  },
}

async function write(stage: Stage, vault: SealedVault, known: Map<TokenId, number>): Promise<void> {
  const ids = [...known.keys()]
  const id = ids[randomInt(Math.max(ids.length, 1))]
  const dice = randomInt(100)
  const lines = randomInt(3)
  const trace = Array.from({ length: lines }, () => entry({ token: id ?? null }))
  const of = (rest: Omit<Step, 'vault' | 'lines'>): Step => ({ vault: VAULT, lines, ...rest })
  if (id === undefined || dice < 35) {
    const token = { id: newId(), after: content(null) }
    await stage.step(of({ token }), () => put(vault, known, { ...token, trace }))
  } else if (dice < 75) {
    const token = { id, after: content(randomInt(3) === 0 ? makeSecret('tolgee/pat') : null) }
    await stage.step(of({ token }), () => put(vault, known, { ...token, trace }))
  } else if (dice < 85) {
    const text = `Text ${randomInt(1e9)}`
    await stage.step({ vault: VAULT, lines: 0, text }, () =>
      value(vault.values.write('reminders', text)),
    )
  } else if (dice < 92) {
    await stage.step(of({}), () => value(vault.audit.append(trace)))
  } else {
    await stage.step(of({ token: { id, after: null } }), () => {
      value(vault.tokens.remove(id, trace))
      known.delete(id)
    })
  }
}

/** A new token has no replaced value. */
function content(previous: string | null): TokenContent {
  const label = `Label ${randomInt(1e9)}`
  const current = makeSecret('lokalise/api-token')
  return { label, note: label, stage: null, secrets: { current, pending: null, previous } }
}

function put(
  vault: SealedVault,
  known: Map<TokenId, number>,
  { id, after, trace }: { id: TokenId; after: TokenContent; trace: ReturnType<typeof entry>[] },
): void {
  const parts = {
    overview: overview({ label: after.label }),
    details: details({ note: after.note }),
  }
  const current = SecretText.fromText(after.secrets.current ?? '')
  const old = after.secrets.previous
  const previous = old === null ? null : SecretText.fromText(old)
  const change = { ...parts, secrets: { current, previous }, trace }
  const version = known.get(id)
  const stored =
    version === undefined
      ? vault.tokens.insert(id, { ...parts, secret: current, trace })
      : vault.tokens.update(id, version, change)
  known.set(id, value(stored).version)
}
