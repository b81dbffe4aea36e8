import { newId, newToken, value } from '../../../helper/vault'
import { makeSecret } from '../../../simulator/secrets'
import type { Scenario } from '../stage'

/** Vaults made one after the other, each with its first token. */
export const creation: Scenario = {
  name: 'creation',
  async run(stage) {
    for (let n = 1; !stage.over(); n++) {
      const name = `new-${n}`
      const vault = await stage.step({ vault: name, lines: 0 }, () => stage.open(name))
      const id = newId()
      const secret = makeSecret('locize/pat')
      const secrets = { current: secret, pending: null, previous: null }
      const after = { label: 'First', note: 'About First', stage: null, secrets }
      await stage.step({ vault: name, lines: 0, token: { id, after } }, () =>
        value(vault.tokens.insert(id, newToken(secret, 'First'))),
      )
      vault.close()
    }
  },
}
