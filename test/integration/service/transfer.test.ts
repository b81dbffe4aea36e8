import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { IMPORT_MS } from '../../../electron/service/import-service'
import { sealAge } from '../../../electron/transfer/age'
import { writeOwnJson } from '../../../electron/transfer/own-json'
import type { Input } from '../../../shared/contract'
import type { ImportRow, ImportTake } from '../../../shared/contract/transfer'
import { appError } from '../../../shared/error'
import { err } from '../../../shared/result'
import { OPEN_FILTER } from '../../helper/audit'
import { openBench, type Bench } from '../../helper/services'
import { keePassXml, plainCsv, VALUES } from '../../helper/transfer/samples'
import { fullToken } from '../../helper/transfer/tokens'
import { createSecrets } from '../../simulator/secrets'

const PASS = 'correct horse battery staple'
const WORD = 'unencrypted'
const secrets = createSecrets('transfer')

let bench: Bench
const benches: Bench[] = []
const open = async (...options: Parameters<typeof openBench>): Promise<Bench> => {
  const one = await openBench(...options)
  benches.push(one)
  return one
}
beforeEach(async () => {
  bench = await open()
})
afterEach(() => {
  for (const each of benches.splice(0)) each.end()
})

async function rowsOf(
  at: Bench,
  bytes: Uint8Array,
  options: Partial<Input<'import.read'>> = {},
): Promise<{ id: string; rows: ImportRow[]; without: number }> {
  at.files.next = { name: 'a file', bytes }
  const file = await at.must('import.open', null)
  if (file === null) throw new Error('no file')
  const { rows, without } = await at.must('import.read', {
    id: file.id,
    password: null,
    mapping: null,
    ...options,
  })
  return { id: file.id, rows: JSON.parse(rows) as ImportRow[], without }
}

/** What the window sends for a row that is left as it is proposed. */
function takeOf({ key, own, candidates, server, suggestedLabel }: ImportRow): ImportTake {
  const kind = own?.kind ?? candidates[0]?.kind
  if (!kind) throw new Error(`row ${key} is of no kind`)
  const at = server ?? { id: 'cloud', baseUrl: null }
  return { key, kind, server: at, fields: own?.fields ?? {}, label: suggestedLabel }
}

/** The lines of the log, newest first. */
async function linesOf(at: Bench) {
  const page = await at.must('audit.page', { filter: OPEN_FILTER, before: null, limit: 100 })
  return page.rows.flatMap((row) => ('act' in row ? [row] : []))
}

/** Lets whoever is asked for a file answer only when it is told to. */
function hesitating(user: { choose: (...asked: never[]) => Promise<unknown> }): () => void {
  const { choose } = user
  let decide = (): void => undefined
  const decided = new Promise<void>((resolve) => (decide = resolve))
  Object.assign(user, { choose: (...asked: never[]) => decided.then(() => choose(...asked)) })
  return () => decide()
}

const idOf = (id: string): Input<'import.take'>['id'] => id as Input<'import.take'>['id']

describe('an import', () => {
  it('shows what the values of a file are, and none of them', async () => {
    const { rows, without } = await rowsOf(bench, keePassXml)
    expect(without).toBe(1)
    expect(rows.map(({ title, from, candidates }) => [title, from, candidates[0]?.kind])).toEqual([
      ['Tolgee & shop', 'main', 'tolgee/pak'],
      ['Tolgee & shop', 'field', 'locize/pat'],
      ['Transifex', 'main', 'transifex/api-token'],
    ])
    expect(rows[0]).toMatchObject({
      folder: '',
      server: { id: 'cloud', baseUrl: null },
      suggestedLabel: 'Tolgee & shop',
      duplicateOf: null,
      problem: null,
    })
    const shown = JSON.stringify(rows)
    for (const value of Object.values(VALUES)) expect(shown).not.toContain(value)
    expect(bench.platforms.asked).toEqual([])
  })

  it('stores all that was ticked, with lines in the log', async () => {
    const { id, rows } = await rowsOf(bench, keePassXml)
    const [first, , third] = rows
    const answer = await bench.must('import.take', {
      id: idOf(id),
      rows: [takeOf(first!), { ...takeOf(third!), label: 'Docs' }],
    })
    const list = await bench.list()
    expect(answer.ids.toSorted()).toEqual(list.map(({ id }) => id).toSorted())
    expect(list.map(({ label }) => label).toSorted()).toEqual(['Docs', 'Tolgee & shop'])
    const token = list.find(({ kind }) => kind === 'tolgee/pak')
    expect(token).toMatchObject({ check: null, secretSince: 1_700_000_000_000 })
    expect((await bench.must('token.reveal', { id: token!.id })).secret).toBe(VALUES.login)
    const { note } = await bench.must('token.details', { id: token!.id })
    expect(note).toBe('of the <shop>\nada\nhttps://app.tolgee.io\nproject: 12\n#shop #ci')
    const acts = (await linesOf(bench)).map(({ act, detail }) => [act, detail.count])
    expect(acts).toContainEqual(['vault.imported', 2])
    expect(acts.filter(([act]) => act === 'token.add')).toHaveLength(2)
    // the file is not held any more
    expect(await bench.call('import.take', { id: idOf(id), rows: [takeOf(first!)] })).toMatchObject(
      {
        ok: false,
        error: { code: 'import.gone' },
      },
    )
  })

  it('tells what is in the vault already, and what stands twice in the file', async () => {
    const known = await bench.add(VALUES.note)
    const csv = `Title,Token\nA,${VALUES.note}\nB,${VALUES.login}\nC,${VALUES.login}\nD,two words here\n`
    const { id, rows } = await rowsOf(bench, Buffer.from(csv))
    expect(rows.map(({ duplicateOf, twinOf }) => [duplicateOf, twinOf])).toEqual([
      [known.id, null],
      [null, null],
      [null, 1],
      [null, null],
    ])
    expect(rows[3]?.problem).toMatch(/^secret\./)
    for (const row of [rows[0]!, rows[2]!]) {
      const all = { id: idOf(id), rows: [takeOf(rows[1]!), takeOf({ ...rows[1]!, key: row.key })] }
      expect(await bench.call('import.take', all)).toMatchObject({
        ok: false,
        error: { code: 'import.row', params: { key: row.key, why: 'token.duplicate' } },
      })
    }
    expect(await bench.list()).toHaveLength(1)
  })

  it('stores all or none where one row cannot be', async () => {
    const { id, rows } = await rowsOf(bench, keePassXml)
    const [first, , third] = rows
    const bad = { ...takeOf(third!), server: { id: 'nowhere', baseUrl: null } }
    expect(
      await bench.call('import.take', { id: idOf(id), rows: [takeOf(first!), bad] }),
    ).toMatchObject({
      ok: false,
      error: { code: 'import.row', params: { key: third!.key, why: 'server.not-allowed' } },
    })
    expect(await bench.list()).toEqual([])
  })

  it('stores all or none where the vault fails in the middle', async () => {
    let full = true
    const broken = await open({
      vault: (vault) => ({
        ...vault,
        ...{ values: vault.values, audit: vault.audit, ways: vault.ways },
        onDoubt: (run) => vault.onDoubt(run),
        onResealing: (run) => vault.onResealing(run),
        close: () => vault.close(),
        tokens: Object.assign(Object.create(vault.tokens) as typeof vault.tokens, {
          insertMany: (tokens: Parameters<typeof vault.tokens.insertMany>[0]) =>
            full ? err(appError('vault.no-space')) : vault.tokens.insertMany(tokens),
          list: () => vault.tokens.list(),
          damaged: () => vault.tokens.damaged(),
          findBySecret: (...[secret]: Parameters<typeof vault.tokens.findBySecret>) =>
            vault.tokens.findBySecret(secret),
        }),
      }),
    })
    const { id, rows } = await rowsOf(broken, keePassXml)
    const all = { id: idOf(id), rows: rows.map(takeOf) }
    expect(await broken.call('import.take', all)).toMatchObject({
      ok: false,
      error: { code: 'vault.no-space' },
    })
    expect(await broken.list()).toEqual([])
    full = false
    // the file is still held: what failed can be tried again
    expect((await broken.must('import.take', all)).ids).toHaveLength(3)
    expect(await broken.list()).toHaveLength(3)
  })

  it('reads a table as the user maps it', async () => {
    const mapped = await rowsOf(bench, plainCsv, { mapping: { secret: 1, title: 0 } })
    expect(mapped.rows.map(({ title }) => title)).toEqual(['Tolgee', 'Transifex'])
  })

  it('finds a server of the user’s own in the address of an entry', async () => {
    const csv = `Title,Token,URL\nA,${VALUES.login},https://tolgee.example.org/projects/12\n`
    const { rows } = await rowsOf(bench, Buffer.from(csv))
    expect(rows[0]?.server).toEqual({ id: 'custom', baseUrl: 'https://tolgee.example.org' })
    const silent = await rowsOf(bench, Buffer.from(`Title,Token,URL\nA,${VALUES.login},\n`))
    expect(silent.rows[0]?.server).toBeNull()
  })

  it('is forgotten after a while, when the vault locks, and when it is dropped', async () => {
    const gone = { ok: false, error: { code: 'import.gone' } }
    const read = (id: string) =>
      bench.call('import.read', { id: idOf(id), password: null, mapping: null })
    const first = await rowsOf(bench, keePassXml)
    bench.clock.pass(IMPORT_MS - 1)
    expect(await read(first.id)).toMatchObject({ ok: true })
    bench.clock.pass(IMPORT_MS)
    expect(await read(first.id)).toMatchObject(gone)
    const second = await rowsOf(bench, keePassXml)
    await bench.must('import.drop', { id: idOf(second.id) })
    expect(await read(second.id)).toMatchObject(gone)
    const third = await rowsOf(bench, keePassXml)
    bench.services.vault.lock('user')
    await bench.must('vault.unlock', { proof: { by: 'keychain' } })
    expect(await read(third.id)).toMatchObject(gone)
  })

  it('holds no file that was chosen after the vault was locked', async () => {
    bench.files.next = { name: 'late', bytes: keePassXml }
    const choosing = hesitating(bench.files)
    const opening = bench.call('import.open', null)
    await new Promise(setImmediate)
    bench.services.vault.lock('user')
    choosing()
    expect(await opening).toMatchObject({ ok: false, error: { code: 'vault.not-open' } })
  })

  it('of a file that is not read answers why', async () => {
    bench.files.next = { name: 'x', bytes: Buffer.from('hello') }
    expect(await bench.call('import.open', null)).toMatchObject({
      ok: false,
      error: { code: 'import.unknown' },
    })
    bench.files.next = null
    expect(await bench.must('import.open', null)).toBeNull()
  })

  it('does not believe a file that calls itself ours', async () => {
    const secret = secrets.make('tolgee/pak')
    const token = fullToken({ note: `the value is ${secret}`, account: secret }, secret)
    const { id, rows } = await rowsOf(bench, writeOwnJson([token], 1))
    await bench.must('import.take', {
      id: idOf(id),
      rows: rows.map((row) => ({ ...takeOf(row), fields: {} })),
    })
    const [stored] = await bench.list()
    const details = await bench.must('token.details', { id: stored!.id })
    expect(JSON.stringify([stored, details])).not.toContain(secret)
  })

  it('whose vault locks while it is read answers that it is gone', async () => {
    const bytes = await sealAge(writeOwnJson([fullToken()], 1), PASS, 12)
    bench.files.next = { name: 'a file', bytes }
    const { id } = (await bench.must('import.open', null)) ?? { id: '' }
    const reading = bench.call('import.read', { id: idOf(id), password: PASS, mapping: null })
    await new Promise(setImmediate)
    bench.services.vault.lock('user')
    expect(await reading).toMatchObject({ ok: false, error: { code: 'import.gone' } })
  })

  it.each([
    ['lines of a header', 'tgpak_a\r\nX-Other: 1', 'secret.control-characters'],
    ['spaces', '  ', 'secret.white-space'],
    ['other letters', 'tgpak_日本', 'secret.not-ascii'],
  ])('takes no value with %s from a file that calls itself ours', async (_, value, problem) => {
    const { id, rows } = await rowsOf(bench, writeOwnJson([fullToken({}, value)], 1))
    expect(rows.map((row) => row.problem)).toEqual([problem])
    expect(await bench.call('import.take', { id: idOf(id), rows: rows.map(takeOf) })).toMatchObject(
      { ok: false, error: { code: 'import.row' } },
    )
    expect(await bench.list()).toEqual([])
  })

  it('with one entry of many fields leaves others their turn', async () => {
    const fields = Array.from({ length: 400 }, (_, at) => {
      const value = `no token ${at}`.padEnd(2_000, 'x')
      return `<String><Key>k${at}</Key><Value ProtectInMemory="True">${value}</Value></String>`
    })
    const entries = `<Entry>${fields.join('')}</Entry>`.repeat(4)
    const xml = `<KeePassFile><Root><Group>${entries}</Group></Root></KeePassFile>`
    bench.files.next = { name: 'a file', bytes: Buffer.from(xml) }
    const { id } = (await bench.must('import.open', null)) ?? { id: '' }
    let turns = 0
    const turn = (): void => {
      turns++
      if (turns < 1_000_000) next = setImmediate(turn)
    }
    let next = setImmediate(turn)
    await bench.must('import.read', { id: idOf(id), password: null, mapping: null })
    clearImmediate(next)
    expect(turns).toBeGreaterThan(3)
  })
})

describe('an export', () => {
  it('of a vault that locks while it is written leaves no file', async () => {
    await bench.add(secrets.make('tolgee/pak'))
    const choose = bench.saver.choose.bind(bench.saver)
    bench.saver.choose = async (asked) => {
      const target = await choose(asked)
      if (target === null) return null
      const write: typeof target.write = (next) => {
        bench.services.vault.lock('user')
        return target.write(next)
      }
      return { ...target, write }
    }
    const wish = { sort: 'sealed', format: 'age', passphrase: PASS } as const
    expect(await bench.call('export.write', wish)).toMatchObject({
      ok: false,
      error: { code: 'vault.not-open' },
    })
    expect([...bench.saver.bytes.keys()]).toEqual([])
  })

  it('is not written once the vault was locked, though it was proved before', async () => {
    await bench.add(secrets.make('tolgee/pat'))
    const choosing = hesitating(bench.saver)
    const proof = { by: 'keychain' } as const
    const write = { sort: 'plain', format: 'json', proof, word: WORD } as const
    const writing = bench.call('export.write', write)
    await new Promise(setImmediate)
    bench.services.vault.lock('user')
    await bench.must('vault.unlock', { proof })
    choosing()
    expect(await writing).toMatchObject({ ok: false, error: { code: 'vault.not-open' } })
    expect(bench.saver.files.size).toBe(0)
  })

  const fields = { projectId: '2f4d5c3e-7a7b-4c7e-9d1b-1c0de0f0a001' }

  async function fill(): Promise<void> {
    await bench.add(secrets.make('tolgee/pak'), {
      label: 'Shop',
      note: 'first\nsecond',
      expiry: Date.UTC(2027, 5, 1),
      rotateEveryDays: 90,
      server: { id: 'custom', baseUrl: 'https://tolgee.example.org' },
    })
    const token = await bench.add(secrets.make('locize/api-key'), { label: 'Docs', fields })
    await bench.must('destination.add', { id: token.id, texts: ['CI secret LOCIZE_KEY'] })
    const gone = await bench.add(secrets.make('transifex/api-token'), { label: 'Forgotten' })
    await bench.must('token.forget', { id: gone.id })
  }

  /** All that an export keeps, by label. */
  async function everything(at: Bench) {
    const list = (await at.list()).toSorted((a, b) => a.label.localeCompare(b.label))
    return Promise.all(
      list.map(async ({ id, version: _version, check: _check, settled: _settled, ...rest }) => {
        const details = await at.must('token.details', { id })
        const { note, destinations, facts, fields: entries } = details
        const { secret } = await at.must('token.reveal', { id })
        return { ...rest, note, destinations, facts, entries, secret }
      }),
    )
  }

  it.each([
    { sort: 'sealed', format: 'age', passphrase: PASS },
    { sort: 'sealed', format: 'kdbx', passphrase: PASS },
    { sort: 'plain', format: 'json', proof: { by: 'keychain' }, word: WORD },
  ] as const)('as $format comes back into an empty vault as it was', async (wish) => {
    await fill()
    const answer = await bench.must('export.write', wish)
    expect(answer).toMatchObject({ tokens: 2, unreadable: 0 })
    const bytes = bench.saver.bytes.get(answer.file!)!
    const other = await open()
    const { id, rows } = await rowsOf(other, bytes, { password: PASS })
    await other.must('import.take', { id: idOf(id), rows: rows.map(takeOf) })
    expect(await everything(other)).toEqual(await everything(bench))
    const lines = await linesOf(bench)
    expect(lines.find(({ act }) => act === 'vault.exported')).toMatchObject({
      outcome: 'done',
      detail: { count: 2, format: wish.format, file: answer.file },
    })
  })

  it('that is not encrypted needs a proof, a word, and a place that the user thinks of', async () => {
    await fill()
    const wrong = { by: 'password', password: 'not the one' } as const
    const plain = { sort: 'plain', format: 'csv', word: WORD } as const
    expect((await bench.call('export.write', { ...plain, proof: wrong })).ok).toBe(false)
    expect(bench.saver.asked).toBeNull()
    const answer = await bench.must('export.write', { ...plain, proof: { by: 'keychain' } })
    expect(bench.saver.asked).toMatchObject({ kind: 'csv', anywhere: true })
    expect(bench.saver.files.get(answer.file!)).not.toContain('Forgotten')
    const noWord = { ...plain, proof: { by: 'keychain' }, word: 'yes' }
    expect(
      await bench.call('export.write', noWord as unknown as Input<'export.write'>),
    ).toMatchObject({ ok: false, error: { code: 'call.invalid' } })
  })

  it('is not called done when what stands on the disk does not open', async () => {
    await fill()
    bench.saver.onWrite = (bytes) => bytes.subarray(0, -1)
    const wish = { sort: 'sealed', format: 'age', passphrase: PASS } as const
    expect(await bench.call('export.write', wish)).toMatchObject({
      ok: false,
      error: { code: 'export.not-verified' },
    })
    const line = (await linesOf(bench)).find(({ act }) => act === 'vault.exported')
    expect(line).toMatchObject({ outcome: 'failed', code: 'export.not-verified' })
  })

  it('of nothing, and one that nobody wants, say so', async () => {
    const wish = { sort: 'sealed', format: 'age', passphrase: PASS } as const
    expect(await bench.must('export.write', wish)).toMatchObject({ tokens: 0 })
    bench.saver.declines = true
    expect(await bench.must('export.write', wish)).toMatchObject({ file: null, tokens: 0 })
  })
})
