import Database from 'better-sqlite3'
import { SCENARIOS } from './scenario'
import { stageAt } from './stage'

/**
 * Writes into vaults as its scenario says, until it is killed or the steps are done. With `careless`
 * the writes are not synchronized: what a test of durability has to notice.
 */
const [name, root = '', most = '0', how] = process.argv.slice(2)

if (how === 'careless') {
  const real = Reflect.get(Database.prototype, 'pragma') as (...args: unknown[]) => unknown
  Database.prototype.pragma = function (this: Database.Database, source, options) {
    if (source === 'synchronous') return 2
    const careless = source.replace('synchronous = FULL', 'synchronous = NORMAL')
    return Reflect.apply(real, this, [careless, options])
  }
}

const scenario = SCENARIOS.find((each) => each.name === name)
if (!scenario) throw new Error(`There is no scenario ${name}`)
await scenario.run(stageAt(root, Number(most)))
