import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import {
  expectFinished,
  expectNothingLost,
  expectProvedFirst,
  expectUnharmed,
} from '../../helper/rotation/books'
import { RECIPES, type Setting } from '../../helper/rotation/modes'
import { openWorld, simulatorsOn, type World } from '../../helper/rotation/world'
import { sleepyClock, type Bench } from '../../helper/services'
import type { Simulators } from '../../simulator'

/** What the fault matrix holds rotations to has to be able to fail. */
const clock = sleepyClock()
let simulators: Simulators
let world: World
let bench: Bench
let setting: Setting

beforeAll(async () => {
  simulators = await simulatorsOn(clock)
})
afterAll(() => simulators.close())
beforeEach(async () => {
  simulators.reset()
  world = openWorld(simulators, clock)
  bench = await world.open()
  const recipe = RECIPES['tolgee-pat']
  const [issued] = recipe.issue(simulators, clock)
  if (!issued) throw new Error('nothing was issued')
  const { token } = await world.addIssued(bench, issued)
  setting = {
    ...{ id: token.id, kind: issued.kind, mode: recipe.mode, graceMs: 0, old: issued.secret },
    simulator: simulators.tolgee,
    person: recipe.person(simulators, issued),
  }
})
afterEach(async () => {
  bench.services.vault.close()
  await world.close()
})

/** A token that is made by API behind the vault's back. */
async function makeBehind(): Promise<void> {
  const secret = SecretText.fromText(setting.old)
  const subject = {
    ...{ kind: setting.kind, secret, fields: {} },
    server: { id: 'cloud', baseUrl: null },
  }
  const { signIn } = setting.person
  if (!signIn) throw new Error('nobody can sign in')
  const password = SecretText.fromText(signIn.password)
  const key = {
    by: 'sign-in',
    signIn: { username: signIn.username, password, code: null },
  } as const
  const { signal } = new AbortController()
  const session = await world.registry.openSession(subject, key, { signal })
  const found = session.ok ? await session.value.find(subject) : null
  if (!session.ok || !found?.ok || !found.value) throw new Error('nobody got in')
  const plan = { name: 'behind', expiresAt: null, like: found.value }
  const made = await session.value.create(subject, plan)
  if (!made.ok) throw new Error('nothing was made')
}

it('sees that no working value is left', () => {
  expectNothingLost(bench, setting)
  simulators.tolgee.revoke(setting.old)
  expect(() => expectNothingLost(bench, setting)).toThrow('a working value is in the vault')
})

it('sees a token on the platform that nobody knows of', async () => {
  await makeBehind()
  expect(() => expectNothingLost(bench, setting)).toThrow('a token made by API')
  simulators.tolgee.revoke(setting.old)
  expect(() => expectFinished(bench, { ...setting, old: 'gone' })).toThrow()
})

it('sees an old value that is deleted before a new one is current', () => {
  expect(() => expectProvedFirst(bench, setting, null)).toThrow('the new value is current')
})

it('sees an old value that is deleted without the platform’s word for the new one', () => {
  const after = { ...setting, old: 'another value' }
  const { old: secret } = setting
  expect(() => expectProvedFirst(bench, after, null)).toThrow('was asked about the new value')
  expect(() => expectProvedFirst(bench, after, { secret, verdict: 'unreachable' })).toThrow(
    'said that the new value works',
  )
  expectProvedFirst(bench, after, { secret, verdict: 'valid' })
})

it('sees a current value that does not work though another one does', () => {
  expectUnharmed(bench, setting)
  simulators.tolgee.revoke(setting.old)
  expect(() => expectUnharmed(bench, setting)).toThrow('a working value is in the vault')
})

it('sees a rotation that left the old value alive', () => {
  expect(() => expectFinished(bench, setting)).toThrow('the old value is dead')
})
