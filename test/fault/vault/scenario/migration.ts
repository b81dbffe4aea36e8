import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { MIGRATIONS } from '../../../../electron/vault/schema'
import { seenAccountOf } from '../../../../electron/vault/memory'
import { fileKeychain } from '../../../helper/file-keychain'
import { tamper } from '../../../helper/tamper'
import { makeOlder } from '../../../helper/older-vault'
import { newId, newToken, value } from '../../../helper/vault'
import { makeSecret } from '../../../simulator/secrets'
import { contentOf, type Content } from '../model'
import { folderOf, keychainOf, openerOf, type Scenario } from '../stage'

const VAULTS = 40
const TOKENS = 3

/** Vaults of every older schema version, opened one after the other. */
export const migration: Scenario = {
  name: 'migration',
  async prepare(ground) {
    const model = 'model'
    const opener = openerOf(ground, model)
    const outcome = await opener.open(() => undefined)
    if (outcome.state !== 'open') throw new Error(`The vault did not open: ${outcome.state}`)
    const { vault } = outcome
    for (let n = 0; n < TOKENS; n++) {
      value(vault.tokens.insert(newId(), newToken(makeSecret('tolgee/pak'), `Token ${n}`)))
    }
    const content = await contentOf(vault)
    vault.close()
    // the older ones are no copies of this one that somebody has put in its place
    await opener.settled()
    const header = tamper(join(folderOf(ground, model), 'vault.db'), (db) =>
      db.prepare('SELECT id FROM vault').pluck().get(),
    )
    value(await fileKeychain(keychainOf(ground)).remove(seenAccountOf(header as Buffer)))
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
