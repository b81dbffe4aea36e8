import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KDF_FLOOR } from '../../../electron/vault/password'
import { createVaultOpener, type SealedVaultOpener } from '../../../electron/vault/open'
import type { SealedVault } from '../../../electron/vault/vault'
import { SecretText } from '../../../electron/service/secret'
import { did, entriesOf } from '../../../electron/service/trace'
import type { BackupPreview } from '../../../shared/model/backup'
import { flip, tamper } from '../../helper/tamper'
import { eventually } from '../../helper/eventually'
import {
  codeOf,
  newId,
  newToken,
  random,
  value,
  vaultPlace,
  type VaultPlace,
} from '../../helper/vault'

const DAY = 86_400_000
const PASSWORD = 'correct horse battery'

let place: VaultPlace
let opener: SealedVaultOpener
let vault: SealedVault
beforeEach(async () => {
  place = vaultPlace()
  await open()
})
afterEach(() => {
  opener.backups.drop()
  vault.close()
  place.remove()
})

async function open(): Promise<void> {
  const { folder, keychain, clock, log } = place
  opener = createVaultOpener({ folder, keychain, clock, random, log, cost: KDF_FLOOR })
  await openWith(opener)
}

async function openWith(one: SealedVaultOpener): Promise<boolean> {
  const outcome = await one.open(() => undefined)
  if (outcome.state !== 'open') throw new Error(outcome.state)
  vault = outcome.vault
  return outcome.created
}

/** What makes a copy open elsewhere. */
async function setPassword(): Promise<void> {
  const secret = SecretText.fromText(PASSWORD)
  value(await vault.ways.setPassword({ by: 'keychain' }, secret, []))
}

const password = (text = PASSWORD) =>
  ({ by: 'password', secret: SecretText.fromText(text) }) as const

const backups = () => join(place.folder, 'backups')
const add = (secret: string, label: string) =>
  value(vault.tokens.insert(newId(), newToken(secret, label)))
const trace = () => entriesOf(did('vault.restored'), null, place.clock.now())
const labels = () => value(vault.tokens.list()).map(({ overview }) => overview.label)

async function preview(from: string): Promise<BackupPreview> {
  value(await opener.backups.take(from))
  const looked = value(await opener.backups.look(null))
  if (looked.state !== 'open') throw new Error('it does not open')
  return looked.preview
}

describe('Making a backup', () => {
  it('makes one file, for its owner only, that was opened before it got its name', async () => {
    await setPassword()
    add('tgpak_one', 'One')
    const made = value(await opener.backups.make('manual'))
    expect(readdirSync(backups())).toEqual([`backup-${made.id}.db`])
    expect(lstatSync(backups()).mode & 0o777).toBe(0o700)
    const file = join(backups(), `backup-${made.id}.db`)
    expect(lstatSync(file).mode & 0o777).toBe(0o600)
    expect(made.id).toMatch(/^[0-9a-f]{8}-2026-11-22T10-00-00-000Z-manual$/)
    expect(value(opener.backups.list())).toEqual([made])
    const integrity = tamper(file, (db) => db.pragma('integrity_check', { simple: true }))
    expect(integrity).toBe('ok')
  })

  it('is refused where this computer’s keychain alone would open it', async () => {
    expect(opener.backups.able()).toBe(false)
    expect(codeOf(await opener.backups.make('daily'))).toBe('backup.keychain-only')
    const lent = await opener.backups.lend(() => Promise.reject(new Error('not lent')))
    expect(codeOf(lent)).toBe('backup.keychain-only')
    expect(existsSync(backups())).toBe(false)
  })

  it('keeps fourteen of its own and all that were made by hand', async () => {
    await setPassword()
    const byHand = value(await opener.backups.make('manual'))
    for (let day = 0; day < 17; day++) {
      place.clock.pass(DAY)
      value(await opener.backups.make('daily'))
    }
    const kept = value(opener.backups.list())
    expect(kept.filter(({ reason }) => reason === 'daily')).toHaveLength(14)
    expect(kept.at(-1)).toEqual(byHand)
    expect(kept[0]?.at).toBe(place.clock.now())
  })

  it('does not take the newest away when the clock was wrong', async () => {
    await setPassword()
    place.clock.pass(365 * DAY)
    for (let n = 0; n < 14; n++) value(await opener.backups.make('daily'))
    vault.close()
    const { folder, keychain, log } = place
    const clock = { ...place.clock, now: () => 1_700_000_000_000 }
    opener = createVaultOpener({ folder, keychain, clock, random, log, cost: KDF_FLOOR })
    const outcome = await opener.open(() => undefined)
    if (outcome.state !== 'open') throw new Error(outcome.state)
    vault = outcome.vault
    const made = value(await opener.backups.make('daily'))
    expect(value(opener.backups.list())).toContainEqual(made)
  })

  it('says whether anything has changed since', async () => {
    await setPassword()
    expect(opener.backups.changed()).toBe(true)
    value(await opener.backups.make('daily'))
    expect(opener.backups.changed()).toBe(false)
    value(vault.audit.append(trace()))
    expect(opener.backups.changed()).toBe(false)
    add('tgpak_one', 'One')
    expect(opener.backups.changed()).toBe(true)
  })

  it('keeps nothing of a vault with a record that does not open', async () => {
    await setPassword()
    const { id } = add('tgpak_one', 'One')
    vault.close()
    flip(place.db, 'overview', id)
    await open()
    expect(codeOf(await opener.backups.make('manual'))).toBe('backup.not-verified')
    expect(readdirSync(backups())).toEqual([])
  })

  it('ends without a word of damage when the vault is locked meanwhile', async () => {
    await setPassword()
    add('tgpak_one', 'One')
    const making = opener.backups.make('manual')
    await eventually(() => existsSync(join(backups(), 'backup.part'))).toBe(true)
    vault.close()
    expect(codeOf(await making)).toBe('vault.not-open')
    expect(readdirSync(backups())).toEqual([])
  })

  it('keeps the file as it is before it gets a newer form', async () => {
    add('tgpak_one', 'One')
    vault.close()
    tamper(place.db, (db) => {
      db.exec('DROP TABLE manifest; DELETE FROM migration WHERE version > 2')
      db.pragma('user_version = 2')
    })
    await open()
    const [safety, ...others] = value(opener.backups.list())
    expect(others).toEqual([])
    // no password opens it: it is not called a backup
    expect(safety?.reason).toBe('safety')
    const file = join(backups(), `backup-${safety?.id}.db`)
    expect(tamper(file, (db) => db.pragma('user_version', { simple: true }))).toBe(2)
    expect(labels()).toEqual(['One'])
  })

  it('lends one for another place, and leaves nothing behind', async () => {
    await setPassword()
    add('tgpak_one', 'One')
    const pieces: Uint8Array[] = []
    value(
      await opener.backups.lend(async (next) => {
        for (;;) {
          const piece = await next()
          if (!piece.ok) return piece
          if (piece.value === null) return { ok: true, value: undefined }
          pieces.push(piece.value)
        }
      }),
    )
    expect(readdirSync(backups())).toEqual([])
    const file = join(place.folder, '..', 'copy.db')
    writeFileSync(file, Buffer.concat(pieces))
    expect(tamper(file, (db) => db.pragma('integrity_check', { simple: true }))).toBe('ok')
  })
})

describe('Restoring a backup', () => {
  async function changed() {
    await setPassword()
    const kept = add('tgpak_one', 'One')
    const edited = add('tgpak_two', 'Two')
    const made = value(await opener.backups.make('manual'))
    value(vault.tokens.remove(kept.id))
    add('tgpak_three', 'Three')
    value(
      vault.tokens.update(edited.id, 1, {
        secrets: { current: SecretText.fromText('tgpak_two_new') },
      }),
    )
    return { made, edited }
  }

  it('shows first what it would change, and changes nothing', async () => {
    const { made } = await changed()
    expect(await preview(made.id)).toMatchObject({
      tokens: 2,
      same: true,
      damaged: 0,
      changes: {
        back: { count: 1, labels: ['One'] },
        gone: { count: 1, labels: ['Three'] },
        different: { count: 1, labels: ['Two'] },
      },
    })
    expect(labels()).toEqual(['Two', 'Three'])
    opener.backups.drop()
    expect(readdirSync(place.folder).sort()).toEqual([
      'backups',
      'vault.db',
      'vault.db-wal',
      'vault.lock',
    ])
  })

  it('keeps the vault that was there, whole, and leaves a line in the log', async () => {
    const { made, edited } = await changed()
    await preview(made.id)
    const put = value(opener.backups.prepare(trace()))
    vault.close()
    value(put())
    await open()
    expect(labels()).toEqual(['One', 'Two'])
    const secret = value(vault.tokens.secret(edited.id, 'current'))
    expect(secret?.text()).toBe('tgpak_two')
    const { last } = value(vault.audit.bounds())
    const [line] = value(await vault.audit.lines(last, last))
    expect(line).toMatchObject({ act: 'vault.restored' })
    expect(value(await vault.audit.verify()).fault).toBeNull()
    const aside = readdirSync(place.folder).find((name) => /^vault-.*\.db$/.test(name))
    expect(aside).toBeDefined()
    const count = tamper(join(place.folder, aside ?? ''), (db) =>
      db.prepare('SELECT count(*) FROM token').pluck().get(),
    )
    expect(count).toBe(2)
  })

  it('does not bring a password back that was given up since', async () => {
    await setPassword()
    const made = value(await opener.backups.make('manual'))
    value(await vault.ways.setPassword(password(), SecretText.fromText('another one now'), []))
    expect((await preview(made.id)).ways).toEqual(['keychain', 'password'])
    const put = value(opener.backups.prepare(trace()))
    vault.close()
    value(put())
    await open()
    expect(codeOf(await vault.ways.prove(password()))).toBe('vault.wrong-password')
    expect(codeOf(await vault.ways.prove(password('another one now')))).toBe('ok')
  })

  it('asks for the password where the keys at hand are another vault’s', async () => {
    await setPassword()
    add('tgpak_one', 'One')
    const made = value(await opener.backups.make('manual'))
    vault.close()
    place.keychain.entries.clear()
    value(await opener.setAside())
    await openWith(opener)
    expect(opener.backups.changed()).toBe(true)
    value(await opener.backups.take(made.id))
    expect(value(await opener.backups.look(null))).toEqual({
      state: 'locked',
      ways: ['keychain', 'password'],
    })
    expect(codeOf(await opener.backups.look(password('wrong one')))).toBe('vault.wrong-password')
    const looked = value(await opener.backups.look(password()))
    expect(looked).toMatchObject({ state: 'open', preview: { tokens: 1, same: false } })
    const put = value(opener.backups.prepare(trace()))
    vault.close()
    value(put())
    const outcome = await opener.open(() => undefined, password())
    if (outcome.state !== 'open') throw new Error(outcome.state)
    vault = outcome.vault
    expect(labels()).toEqual(['One'])
  })

  it('can be done where the vault’s file is gone, and no other takes its place unasked', async () => {
    await setPassword()
    add('tgpak_one', 'One')
    const made = value(await opener.backups.make('manual'))
    vault.close()
    rmSync(place.db)
    expect(await place.refusal()).toBe('missing')
    expect((await opener.open(() => undefined, password())).state).toBe('missing')
    expect(readdirSync(place.folder).sort()).toEqual(['backups', 'vault.lock'])
    expect(place.keychain.keys).toBe(1)
    expect(await preview(made.id)).toMatchObject({ tokens: 1, same: null, changes: null })
    value(value(opener.backups.prepare(trace()))())
    await open()
    expect(labels()).toEqual(['One'])
  })

  it('can be left, for a new vault in the place of the lost one', async () => {
    await setPassword()
    const made = value(await opener.backups.make('manual'))
    vault.close()
    rmSync(place.db)
    expect((await opener.open(() => undefined)).state).toBe('missing')
    value(await opener.setAside())
    expect(await openWith(opener)).toBe(true)
    expect(value(opener.backups.list())).toEqual([made])
    // the word was for that one time
    vault.close()
    rmSync(place.db)
    expect((await opener.open(() => undefined)).state).toBe('missing')
    value(await opener.setAside())
    await openWith(opener)
  })

  it('can be done where the vault does not open', async () => {
    await setPassword()
    add('tgpak_one', 'One')
    const made = value(await opener.backups.make('manual'))
    vault.close()
    writeFileSync(place.db, 'not a vault')
    const before = readFileSync(place.db)
    expect(await preview(made.id)).toMatchObject({ tokens: 1, same: null, changes: null })
    value(value(opener.backups.prepare(trace()))())
    await open()
    expect(labels()).toEqual(['One'])
    const aside = readdirSync(place.folder).find((name) => /^vault-.*\.db$/.test(name))
    expect(readFileSync(join(place.folder, aside ?? ''))).toEqual(before)
  })

  it('says of a file what it is not', async () => {
    await setPassword()
    const made = value(await opener.backups.make('manual'))
    const file = join(backups(), `backup-${made.id}.db`)
    expect(codeOf(await opener.backups.take(made.id.replace('manual', 'daily')))).toBe(
      'backup.not-found',
    )
    const whole = readFileSync(file)
    writeFileSync(file, 'something else')
    expect(codeOf(await opener.backups.take(made.id))).toBe('backup.damaged')
    writeFileSync(file, '')
    expect(codeOf(await opener.backups.take(made.id))).toBe('backup.damaged')
    writeFileSync(file, whole.subarray(0, whole.length / 2))
    expect(codeOf(await opener.backups.take(made.id))).toBe('backup.damaged')
    writeFileSync(file, whole)
    tamper(file, (db) => void db.pragma('user_version = 99'))
    expect(codeOf(await opener.backups.take(made.id))).toBe('backup.newer')
    expect(readdirSync(place.folder)).not.toContain('vault.db.taken')
  })

  it('counts the records of a backup that do not open', async () => {
    await setPassword()
    const { id } = add('tgpak_one', 'One')
    add('tgpak_two', 'Two')
    const made = value(await opener.backups.make('manual'))
    flip(join(backups(), `backup-${made.id}.db`), 'overview', id)
    expect(await preview(made.id)).toMatchObject({ tokens: 1, damaged: 1 })
  })
})
