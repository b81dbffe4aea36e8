import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import type { InventoryEntry, InventoryListing } from '../../../shared/contract/inventory'
import type { TokenId, TokenSummary } from '../../../shared/model/token'
import { startSimulators, type Simulators } from '../../simulator'
import type { SignIn } from '../../simulator/sign-in'
import { scanTexts } from '../../helper/canary'
import { eventually } from '../../helper/eventually'
import { openWorld, type World } from '../../helper/rotation/world'
import { sleepyClock, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'

const DAY = 86_400_000
const OWN_SERVER = 'https://tolgee.example'
const clock = sleepyClock()
let simulators: Simulators
let world: World
let bench: Bench

beforeAll(async () => {
  simulators = await startSimulators({
    ...{ now: () => clock.now(), seed: 'inventory', limits: false },
    selfHostedTolgee: [OWN_SERVER],
  })
})
beforeEach(async () => {
  simulators.reset()
  world = openWorld(simulators, clock)
  bench = await world.open()
})
afterEach(async () => {
  bench.services.vault.close()
  await world.close()
})
afterAll(() => simulators.close())

async function signIn(token: TokenSummary, { username, password }: SignIn, code?: string) {
  return bench.must('session.signIn', { id: token.id, username, password, code: code ?? null })
}

async function listed(id: TokenId): Promise<InventoryListing> {
  const { problem, listing } = await bench.must('inventory.list', { id })
  expect(problem).toBeNull()
  if (!listing) throw new Error('Nothing was listed')
  return listing
}

function named(listing: InventoryListing | null, name: string): InventoryEntry {
  const found = listing?.entries.find((each) => each.name === name)
  if (!found) throw new Error(`No ${name} is listed`)
  return found
}

describe('the tokens of a Tolgee account', () => {
  const issue = (label: string, more = {}) =>
    simulators.issue('tolgee/pat', { label, expiresAt: clock.now() + 30 * DAY, ...more })

  it('are listed with one sign-in, of both kinds, and known by their values', async () => {
    const { token: pat, issued } = await world.add(bench, 'tolgee/pat', { label: 'Mine' })
    const { token: pak } = await world.add(bench, 'tolgee/pak', { label: 'Ours' })
    issue('Somebody’s')
    const [place, ...more] = await bench.must('inventory.places', null)
    expect(more).toEqual([])
    expect(place).toMatchObject({ service: 'tolgee', mode: 'signed-in', tokens: 2, listedAt: null })

    expect((await bench.must('inventory.list', { id: pak.id })).problem).toBe('session-over')
    await signIn(pat, simulators.tolgee.signIn(issued.account.name))
    const listing = await listed(pak.id)
    expect(listing.entries).toHaveLength(3)
    expect(named(listing, 'Mine')).toMatchObject({ inVault: 'yes', known: pat.id, adopt: null })
    expect(named(listing, 'Ours')).toMatchObject({ kind: 'tolgee/pak', known: pak.id })
    expect(named(listing, 'Somebody’s')).toMatchObject({
      ...{ kind: 'tolgee/pat', inVault: 'no', known: null, adopt: 'paste' },
      flags: ['not-in-vault'],
    })
    // held for the place, whichever token is asked through
    expect(await bench.must('inventory.view', { id: pat.id })).toEqual(listing)
    await bench.must('inventory.drop', { id: pat.id })
    expect(await bench.must('inventory.view', { id: pak.id })).toBeNull()
  })

  it('are listed of all projects, though a key names its own', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pak', { project: 'App' })
    simulators.issue('tolgee/pak', { project: 'Site', label: 'Of the site' })
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    expect(named(await listed(token.id), 'Of the site').project).toBe('Site')
  })

  it('are listed over all pages', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pat')
    for (let i = 0; i < 1000; i++) issue(`n${i}`)
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    expect((await listed(token.id)).entries).toHaveLength(1001)
  })

  it('that nobody used for long, and that never end, are told', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pat', { label: 'Mine' })
    const used = issue('Used', { expiresAt: null })
    issue('Never used', { expiresAt: clock.now() + 400 * DAY })
    const subject = {
      ...{ kind: 'tolgee/pat' as const, server: token.server, fields: {} },
      secret: SecretText.fromText(used.secret),
    }
    const { signal } = new AbortController()
    await world.registry.check(subject, { describe: false, signal })
    const account = simulators.tolgee.signIn(issued.account.name)
    await signIn(token, account)
    const fresh = await listed(token.id)
    expect(named(fresh, 'Used').flags).toEqual(['not-in-vault', 'no-expiry'])
    expect(named(fresh, 'Never used')).toMatchObject({ lastUsedAt: null, flags: ['not-in-vault'] })

    clock.pass(91 * DAY)
    await signIn(token, account)
    const later = await listed(token.id)
    expect(named(later, 'Used').flags).toEqual(['not-in-vault', 'unused', 'no-expiry'])
    expect(named(later, 'Never used').flags).toEqual(['not-in-vault', 'unused'])
    expect(named(fresh, 'Mine').flags).toEqual(['no-expiry'])
    expect(named(later, 'Mine').flags).toEqual(['unused', 'no-expiry'])
  })

  it('can be pasted, and are marked with the next look', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pat')
    const other = issue('Other')
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    const { key, adopt } = named(await listed(token.id), 'Other')
    expect(adopt).toBe('paste')
    const call = { id: token.id, key, label: null }
    expect(codeOf(await bench.call('inventory.adopt', call))).toBe('capability.unsupported')
    const added = await bench.add(other.secret, { server: token.server })
    // nobody has asked yet which of them it is
    expect(named(await bench.must('inventory.view', { id: token.id }), 'Other').inVault).toBe(
      'unclear',
    )
    expect(named(await listed(token.id), 'Other')).toMatchObject({ key, known: added.id })
  })

  it('are revoked there, and gone with the next look', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pat', { label: 'Mine' })
    const others = [issue('One'), issue('Two')]
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    const before = await listed(token.id)
    const keys = ['One', 'Two', 'Mine'].map((name) => named(before, name).key)
    // somebody else was faster
    simulators.tolgee.revoke(others[1]?.secret ?? '')
    const { outcomes, problem, listing } = await bench.must('inventory.revoke', {
      id: token.id,
      keys: [...keys, 'x'.repeat(22)],
    })
    expect(problem).toBeNull()
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['revoked', 'gone', 'in-vault', 'stale'])
    expect(outcomes[2]?.known).toBe(token.id)
    expect(listing?.entries.map(({ name }) => name)).toEqual(['Mine'])
    expect(simulators.tolgee.live('tolgee/pat').map(({ secret }) => secret)).toEqual([
      issued.secret,
    ])
  })

  it('are not revoked when the vault got them meanwhile', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pat')
    const other = issue('Other')
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    const { key } = named(await listed(token.id), 'Other')
    const added = await bench.add(other.secret, { server: token.server })
    const { outcomes } = await bench.must('inventory.revoke', { id: token.id, keys: [key] })
    expect(outcomes).toEqual([{ key, outcome: 'in-vault', problem: null, known: added.id }])
    expect(simulators.tolgee.live('tolgee/pat')).toHaveLength(2)
  })

  it('of an ended value are not said to be missing', async () => {
    const expiresAt = clock.now() + DAY
    const { token, issued } = await world.add(bench, 'tolgee/pat', { label: 'Mine', expiresAt })
    issue('Ends at another time', { expiresAt: expiresAt - 3_600_000 })
    clock.pass(2 * DAY)
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    const listing = await listed(token.id)
    expect(named(listing, 'Mine')).toMatchObject({ inVault: 'unclear', known: token.id })
    expect(named(listing, 'Ends at another time').flags).toEqual(['not-in-vault', 'expired'])
  })
})

describe('a value of the vault that goes by another server', () => {
  /** As a record of before could name it. */
  function moveTo(id: TokenId, server: TokenSummary['server']): void {
    const { index } = bench.services
    const token = index.get(id)
    const details = index.details(id)
    if (!token.ok || !details.ok) throw new Error('No such token')
    const accepted = details.value.accepted && server
    index.change(id, {
      overview: { ...token.value.overview, server },
      details: { ...details.value, accepted },
    })
  }

  async function refused(id: TokenId, key: string): Promise<void> {
    const before = simulators.live().length
    const { outcomes } = await bench.must('inventory.revoke', { id, keys: [key] })
    expect(outcomes).toMatchObject([{ outcome: 'in-vault' }])
    expect(simulators.live()).toHaveLength(before)
  }

  it('is known by its digest where its data center was never asked', async () => {
    const { token, issued } = await world.add(bench, 'phrase/strings-token', { label: 'Mine' })
    const other = simulators.issue('phrase/strings-token', { label: 'Unchecked' })
    const added = await bench.add(other.secret, {
      kind: 'phrase/strings-token',
      server: { id: 'auto', baseUrl: null },
    })
    await signIn(token, simulators.phrase.signIn(issued.account.name))
    const entry = named(await listed(token.id), 'Unchecked')
    expect(entry).toMatchObject({ inVault: 'yes', known: added.id })
    await refused(token.id, entry.key)
  })

  it('is known by its id where the address is the same', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pat', { label: 'Mine' })
    const { token: other } = await world.add(bench, 'tolgee/pat', { label: 'By address' })
    moveTo(other.id, { id: 'custom', baseUrl: 'https://app.tolgee.io' })
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    const entry = named(await listed(token.id), 'By address')
    expect(entry).toMatchObject({ inVault: 'yes', known: other.id })
    await refused(token.id, entry.key)
  })

  it('may be any listed one as long as its server does not answer, or never accepted it', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pat', { label: 'Mine' })
    const { token: other } = await world.add(bench, 'tolgee/pat', { label: 'Elsewhere' })
    // a name that nobody answers to
    moveTo(other.id, { id: 'custom', baseUrl: 'https://tolgee.invalid' })
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    const listing = await listed(token.id)
    expect(listing.unmatched).toEqual([other.id])
    const entry = named(listing, 'Elsewhere')
    expect(entry).toMatchObject({ inVault: 'unclear', known: other.id })
    await refused(token.id, entry.key)
  })

  it('is asked for its id at its own server only', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pat', { label: 'Mine' })
    const there = await world.add(bench, 'tolgee/pat', { label: 'There', server: OWN_SERVER })
    const wrong = simulators.issue('tolgee/pat', { label: 'Unchecked' })
    const added = await bench.add(wrong.secret, {
      kind: 'tolgee/pat',
      server: { id: 'custom', baseUrl: OWN_SERVER },
    })
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    const before = simulators.tolgee.requests.length
    const listing = await listed(token.id)
    const asked = simulators.tolgee.requests
      .slice(before)
      .filter(({ path }) => /current/.test(path))
    expect(asked.map(({ origin }) => origin).sort()).toEqual([
      'https://app.tolgee.io',
      OWN_SERVER,
      OWN_SERVER,
    ])
    expect(listing.unmatched).toEqual([added.id])
    await refused(token.id, named(listing, 'Unchecked').key)
    // once that is gone, the other one is proved to be of its own server
    await bench.must('token.forget', { id: added.id })
    clock.pass(60_000)
    const later = named(await listed(token.id), 'Unchecked')
    expect(later).toMatchObject({ inVault: 'no', known: null })
    expect(simulators.tolgee.live('tolgee/pat').map(({ id }) => id)).toContain(there.issued.id)
  })

  it('is left alone as long as it can come back', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pat', { label: 'Mine' })
    const { token: other } = await world.add(bench, 'tolgee/pat', { label: 'Forgotten' })
    await bench.must('token.forget', { id: other.id })
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    const entry = named(await listed(token.id), 'Forgotten')
    expect(entry).toMatchObject({ inVault: 'yes', known: null })
    await refused(token.id, entry.key)
  })

  it('is looked for again before each deletion', async () => {
    const { token, issued } = await world.add(bench, 'tolgee/pat', { label: 'Mine' })
    simulators.issue('tolgee/pat', { label: 'First' })
    const second = simulators.issue('tolgee/pat', { label: 'Second' })
    await signIn(token, simulators.tolgee.signIn(issued.account.name))
    const listing = await listed(token.id)
    let open: () => void = () => undefined
    const until = new Promise<void>((resolve) => (open = resolve))
    simulators.tolgee.faults.add({ fault: { type: 'wait', until }, match: { method: 'DELETE' } })
    const keys = ['First', 'Second'].map((name) => named(listing, name).key)
    const revoked = bench.must('inventory.revoke', { id: token.id, keys })
    await eventually(() =>
      Promise.resolve(simulators.tolgee.requests.some(({ method }) => method === 'DELETE')),
    ).toBe(true)
    const added = await bench.add(second.secret, { server: token.server })
    open()
    const { outcomes } = await revoked
    expect(outcomes).toMatchObject([
      { outcome: 'revoked' },
      { outcome: 'in-vault', known: added.id },
    ])
    expect((await bench.must('check.one', { id: added.id })).check.verdict).toBe('valid')
  })
})

describe('the tokens of a Phrase account', () => {
  it('are known by their digest, and cost one code each time', async () => {
    const { token, issued } = await world.add(bench, 'phrase/strings-token', { label: 'Mine' })
    const other = simulators.issue('phrase/strings-token', { label: 'Other', expiresAt: null })
    const account = simulators.phrase.signIn(issued.account.name, { secondFactor: true })
    await signIn(token, account, account.nextCode())
    const before = await listed(token.id)
    expect(named(before, 'Mine')).toMatchObject({ inVault: 'yes', known: token.id })
    expect(named(before, 'Other')).toMatchObject({
      ...{ inVault: 'no', tellsUse: false, adopt: 'paste' },
      flags: ['not-in-vault', 'no-expiry'],
    })
    const { key } = named(before, 'Other')

    const refused = await bench.must('inventory.revoke', { id: token.id, keys: [key] })
    expect(refused.outcomes).toMatchObject([{ outcome: 'failed', problem: 'code-needed' }])
    expect(refused.problem).toBe('code-needed')
    await bench.must('session.code', { id: token.id, code: account.nextCode() })
    const done = await bench.must('inventory.revoke', { id: token.id, keys: [key] })
    expect(done.outcomes).toMatchObject([{ outcome: 'revoked' }])
    // the look after it would have needed another code: what was deleted is not shown
    expect(done.problem).toBe('code-needed')
    expect(done.listing?.entries.map(({ name }) => name)).toEqual(['Mine'])
    expect(simulators.phrase.live('phrase/strings-token')).toHaveLength(1)

    const added = await bench.call('draft.open', { text: other.secret })
    expect(added.ok).toBe(true)
  })

  it('are another list in another account', async () => {
    const { token, issued } = await world.add(bench, 'phrase/strings-token', { account: 'Ann' })
    const other = simulators.issue('phrase/strings-token', { account: 'Ann', label: 'Other' })
    simulators.issue('phrase/strings-token', { account: 'Bob', label: 'Bob’s' })
    await signIn(token, simulators.phrase.signIn(issued.account.name))
    const { key } = named(await listed(token.id), 'Other')
    // the same person again: still the same list
    await signIn(token, simulators.phrase.signIn(issued.account.name))
    expect(named(await bench.must('inventory.view', { id: token.id }), 'Other').key).toBe(key)
    await signIn(token, simulators.phrase.signIn('Bob'))
    expect(await bench.must('inventory.view', { id: token.id })).toBeNull()
    const done = await bench.must('inventory.revoke', { id: token.id, keys: [key] })
    expect(done.outcomes).toMatchObject([{ outcome: 'stale' }])
    expect(done.listing?.entries.map(({ name }) => name)).toEqual(['Bob’s'])
    expect(simulators.phrase.live().map(({ secret }) => secret)).toContain(other.secret)
  })

  it('are not said to be gone by a 404 that nobody looked after', async () => {
    const { token, issued } = await world.add(bench, 'phrase/strings-token', { label: 'Mine' })
    simulators.issue('phrase/strings-token', { label: 'Other' })
    await signIn(token, simulators.phrase.signIn(issued.account.name))
    const { key } = named(await listed(token.id), 'Other')
    const hidden = { status: 404, headers: {}, body: '{"message":"Not Found"}' }
    simulators.phrase.faults.add({
      fault: { type: 'reply', reply: hidden },
      ...{ times: 2, match: { method: 'DELETE' } },
    })
    simulators.phrase.faults.add({
      fault: { type: 'status', status: 500 },
      ...{ times: 'all', match: { method: 'GET', path: /authorizations/ } },
    })
    const unseen = await bench.must('inventory.revoke', { id: token.id, keys: [key] })
    expect(unseen.outcomes).toMatchObject([{ outcome: 'failed', problem: 'not-listed' }])
    expect(named(unseen.listing, 'Other').key).toBe(key)
    simulators.phrase.faults.clear()
    simulators.phrase.faults.add({
      fault: { type: 'reply', reply: hidden },
      ...{ times: 1, match: { method: 'DELETE' } },
    })
    const seen = await bench.must('inventory.revoke', { id: token.id, keys: [key] })
    expect(seen.outcomes).toMatchObject([{ outcome: 'failed', problem: 'unclear' }])
  })

  it('are not listed with a wrong password', async () => {
    const { token, issued } = await world.add(bench, 'phrase/strings-token')
    const account = simulators.phrase.signIn(issued.account.name)
    await signIn(token, { ...account, password: 'not-it-at-all' })
    const answer = await bench.must('inventory.list', { id: token.id })
    expect(answer).toEqual({ problem: 'wrong-sign-in', listing: null })
  })
})

describe('the SDK tokens of a Lokalise project', () => {
  const project = 'App'
  const account = 'Acme'

  async function twoInVault() {
    await world.add(bench, 'lokalise/api-token', { account })
    return world.add(bench, 'lokalise/sdk-token', { account, project, activeAt: 0 })
  }

  it('are listed with an API token of the vault, and kept without showing a value', async () => {
    const { token } = await twoInVault()
    const other = simulators.issue('lokalise/sdk-token', {
      ...{ account, project, activeAt: 0 },
      createdAt: clock.now() - 5 * DAY,
    })
    expect(await bench.must('inventory.places', null)).toMatchObject([
      { service: 'lokalise', mode: 'automatic', tokens: 1 },
    ])
    const { entries } = await listed(token.id)
    expect(entries).toHaveLength(2)
    const mine = entries.find(({ inVault }) => inVault === 'yes')
    const missing = entries.find(({ inVault }) => inVault === 'no')
    expect(mine?.known).toBe(token.id)
    expect(missing).toMatchObject({ adopt: 'stored', flags: ['not-in-vault'], tellsUse: false })
    if (!missing) return

    const adopted = await bench.must('inventory.adopt', {
      id: token.id,
      key: missing.key,
      label: 'Found',
    })
    expect(adopted).toMatchObject({ label: 'Found', kind: 'lokalise/sdk-token' })
    expect(adopted.secretSince).toBe(other.createdAt)
    expect((await bench.must('token.reveal', { id: adopted.id })).secret).toBe(other.secret)
    expect((await bench.must('check.one', { id: adopted.id })).check.verdict).toBe('valid')
    const again = await bench.call('inventory.adopt', {
      id: token.id,
      key: missing.key,
      label: null,
    })
    expect(codeOf(again)).toBe('token.duplicate')
    const view = await bench.must('inventory.view', { id: token.id })
    expect(view?.entries.every(({ inVault }) => inVault === 'yes')).toBe(true)
  })

  it('are revoked', async () => {
    const { token } = await twoInVault()
    simulators.issue('lokalise/sdk-token', { account, project, activeAt: 0 })
    const { entries } = await listed(token.id)
    const done = await bench.must('inventory.revoke', {
      id: token.id,
      keys: entries.map(({ key }) => key),
    })
    expect(done.outcomes.map(({ outcome }) => outcome).sort()).toEqual(['in-vault', 'revoked'])
    expect(done.listing?.entries).toHaveLength(1)
    expect(simulators.lokalise.live('lokalise/sdk-token')).toHaveLength(1)
  })

  it('are no place without a token that may list', async () => {
    const { token } = await world.add(bench, 'lokalise/sdk-token', { account, activeAt: 0 })
    expect(await bench.must('inventory.places', null)).toEqual([])
    const answer = await bench.must('inventory.list', { id: token.id })
    expect(answer).toEqual({ problem: 'no-manager', listing: null })
  })

  it('are not kept while an open rotation may take them for its own', async () => {
    const { token } = await twoInVault()
    const { id } = token
    simulators.lokalise.faults.add({
      fault: { type: 'close-connection' },
      ...{ afterAct: true, match: { method: 'POST', path: /teams.*tokens$/ } },
    })
    await bench.must('rotation.begin', { id, mode: 'automatic' })
    await bench.must('rotation.start', { id })
    const needed = async () => (await bench.must('rotation.view', { id }))?.waiting?.need
    await eventually(async () => {
      clock.pass(10_000)
      return needed()
    }).toBe('orphans')
    const lost = (await listed(id)).entries.find(({ inVault }) => inVault === 'unclear')
    expect(lost).toMatchObject({ known: id, orphanOf: id })
    const adopted = await bench.call('inventory.adopt', { id, key: lost?.key ?? '', label: null })
    expect(codeOf(adopted)).toBe('rotation.already-open')
  })

  it('never cross to the window or into the log', async () => {
    const { token, issued } = await twoInVault()
    const other = simulators.issue('lokalise/sdk-token', { account, project, activeAt: 0 })
    const listing = await listed(token.id)
    const missing = listing.entries.find(({ inVault }) => inVault === 'no')
    if (!missing) throw new Error('Nothing is missing')
    const adopted = await bench.must('inventory.adopt', {
      ...{ id: token.id, key: missing.key, label: null },
    })
    const done = await bench.must('inventory.revoke', { id: token.id, keys: [missing.key] })
    const texts = {
      listing: JSON.stringify(listing),
      adopted: JSON.stringify(adopted),
      done: JSON.stringify(done),
      events: JSON.stringify(bench.events),
      log: bench.log.lines.join('\n'),
    }
    expect(scanTexts(texts, [issued.secret, other.secret])).toEqual([])
  })

  it('are forgotten when the vault closes', async () => {
    const { token } = await twoInVault()
    await listed(token.id)
    bench = await bench.restart()
    expect(await bench.must('inventory.view', { id: token.id })).toBeNull()
  })

  it('are forgotten when nobody looks any more', async () => {
    const { token } = await twoInVault()
    await listed(token.id)
    clock.pass(31 * 60_000)
    expect(await bench.must('inventory.view', { id: token.id })).toBeNull()
  })
})

it('knows what a cancelled rotation left, and ends its mention when it is revoked', async () => {
  const { token, issued } = await world.add(bench, 'tolgee/pat', {
    expiresAt: clock.now() + 30 * DAY,
  })
  const account = simulators.tolgee.signIn(issued.account.name)
  const name = 'Deploy 2026-11-22 abc123'
  simulators.issue('tolgee/pat', { label: name })
  const { index } = bench.services
  const details = index.details(token.id)
  if (!details.ok) throw new Error('No details')
  const orphans = [{ id: null, name, at: 1 }]
  index.change(token.id, { details: { ...details.value, orphans } })

  await signIn(token, account)
  const left = named(await listed(token.id), name)
  expect(left).toMatchObject({
    orphanOf: token.id,
    flags: ['not-in-vault', 'possible-orphan', 'no-expiry'],
  })
  await bench.must('inventory.revoke', { id: token.id, keys: [left.key] })
  const after = index.details(token.id)
  expect(after.ok && after.value.orphans).toEqual([])
})

it('leaves a line for every list, adoption and revocation, without a value', async () => {
  const { token, issued } = await world.add(bench, 'tolgee/pat', { label: 'Mine' })
  simulators.issue('tolgee/pat', { label: 'Other' })
  await bench.must('inventory.list', { id: token.id })
  await signIn(token, simulators.tolgee.signIn(issued.account.name))
  const { entries } = await listed(token.id)
  await bench.must('inventory.revoke', { id: token.id, keys: entries.map(({ key }) => key) })
  const filter = {
    ...{ token: token.id, groups: ['inventory' as const], outcomes: [], actors: [] },
    ...{ text: '', from: null, to: null },
  }
  const { rows } = await bench.must('audit.page', { filter, before: null, limit: 50 })
  const told = rows.map((row) =>
    'act' in row ? `${row.act} ${row.outcome} ${row.code ?? ''}` : '',
  )
  expect(told.reverse()).toEqual([
    'inventory.listed failed session-over',
    'inventory.listed done ',
    'inventory.listed done ',
    expect.stringMatching(/^inventory.revoked/),
    expect.stringMatching(/^inventory.revoked/),
  ])
  expect(told).toContain('inventory.revoked refused in-vault')
  expect(scanTexts({ log: JSON.stringify(rows) }, [issued.secret])).toEqual([])
})

it('lists nothing for a kind that is managed by hand', async () => {
  const { token } = await world.add(bench, 'transifex/api-token')
  expect(codeOf(await bench.call('inventory.list', { id: token.id }))).toBe('rotation.no-way')
  expect(await bench.must('inventory.places', null)).toEqual([])
})
