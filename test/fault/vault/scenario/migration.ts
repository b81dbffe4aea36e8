import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { MIGRATIONS } from '../../../../electron/vault/schema'
import { makeOlder } from '../../../helper/older-vault'
import { newId, newToken, value } from '../../../helper/vault'
import { makeSecret } from '../../../simulator/secrets'
import { contentOf, type Content } from '../model'
import { folderOf, openVault, type Scenario } from '../stage'

const VAULTS = 40
const TOKENS = 3

/** Vaults of every older schema version, opened one after the other. */
export const migration: Scenario = {
  name: 'migration',
  async prepare(ground) {
    const model = 'model'
    const vault = await openVault(ground, model)
    for (let n = 0; n < TOKENS; n++) {
      value(vault.tokens.insert(newId(), newToken(makeSecret('tolgee/pak'), `Token ${n}`)))
    }
    const content = await contentOf(vault)
    vault.close()
    const contents: Record<string, Content> = { [model]: content }
    for (let n = 0; n < VAULTS; n++) {
      const name = `older-${n}`
      const version = 1 + (n % (MIGRATIONS.length - 1))
      mkdirSync(folderOf(ground, name), { mode: 0o700 })
      makeOlder(join(folderOf(ground, model), 'vault.db'), {
        to: join(folderOf(ground, name), 'vault.db'),
        version,
      })
      contents[name] = content
    }
    return contents
  },
  async run(stage) {
    for (let n = 0; !stage.over(); n = (n + 1) % VAULTS) {
      const name = `older-${n}`
      await stage.step({ vault: name, lines: 0 }, async () => (await stage.open(name)).close())
    }
  },
}
