import { afterEach, describe, expect, it } from 'vitest'
import type { OpenVault } from '../../../electron/service/port'
import type { AuditFilter, AuditLine, AuditRow } from '../../../shared/model/audit'
import { appError } from '../../../shared/error'
import { err } from '../../../shared/result'
import { createSecrets } from '../../simulator/secrets'
import { OPEN_FILTER } from '../../helper/audit'
import { scanTexts } from '../../helper/canary'
import { overriding } from '../../helper/overriding'
import { closedBench, openBench, type Bench } from '../../helper/services'
import { tamper } from '../../helper/tamper'
import { codeOf } from '../../helper/vault'

const secrets = createSecrets('audit')

let bench: Bench
afterEach(() => bench.end())

/** All rows that a filter leaves, oldest first, page by page. */
async function rows(change: Partial<AuditFilter> = {}, limit = 500): Promise<AuditRow[]> {
  const found: AuditRow[] = []
  let before: number | null = null
  do {
    const filter = { ...OPEN_FILTER, ...change }
    const page: { rows: AuditRow[]; next: number | null } = await bench.must('audit.page', {
      filter,
      before,
      limit,
    })
    found.push(...page.rows)
    before = page.next
  } while (before !== null)
  return found.reverse()
}

const linesOf = async (change?: Partial<AuditFilter>): Promise<AuditLine[]> =>
  (await rows(change)).filter((row) => 'act' in row)

const said = ({ act, actor, outcome, code }: AuditLine) => [act, actor, outcome, code]

/** What an act adds to the log. */
async function added(act: () => unknown): Promise<unknown[]> {
  const before = (await linesOf()).length
  await act()
  return (await linesOf()).slice(before).map(said)
}

async function withToken() {
  bench = await openBench()
  const text = secrets.make('tolgee/pat')
  bench.platforms.script(text, { verdict: 'valid' })
  return { text, ...(await bench.add(text)) }
}

describe('the log of today’s acts', () => {
  it('has one line for each, with who did it and what came of it', async () => {
    const { id, text } = await withToken()
    const all = await linesOf()
    expect(all.map(said)).toEqual([
      ['vault.created', 'user', 'done', null],
      ['token.add', 'user', 'done', null],
    ])
    expect(all[1]).toMatchObject({ token: id, kind: 'tolgee/pat', at: bench.clock.now() })

    const version = (await bench.list())[0]!.version
    expect(await added(() => bench.must('token.edit', { id, version, label: 'New' }))).toEqual([
      ['token.edit', 'user', 'done', null],
    ])
    expect((await linesOf()).at(-1)).toMatchObject({ label: 'New', detail: { changed: 'label' } })
    expect(await added(() => bench.must('token.copy', { id }))).toEqual([
      ['token.copy', 'user', 'done', null],
    ])
    expect(await added(() => bench.must('token.reveal', { id }))).toEqual([
      ['token.reveal', 'user', 'done', null],
    ])
    expect(await added(() => bench.must('check.one', { id }))).toEqual([
      ['token.check', 'user', 'done', 'valid'],
    ])
    bench.platforms.script(text, { verdict: 'unreachable' })
    expect(await added(() => bench.must('check.one', { id }))).toEqual([
      ['token.check', 'user', 'unknown', 'unreachable'],
    ])
    expect(await added(() => bench.must('settings.set', { theme: 'dark' }))).toEqual([
      ['settings.changed', 'user', 'done', null],
    ])
    expect((await linesOf()).at(-1)?.detail).toEqual({ changed: 'theme' })
    expect(await added(() => bench.must('settings.set', { theme: 'dark' }))).toEqual([])
    bench.clipboard.broken = true
    expect(await added(() => bench.call('token.copy', { id }))).toEqual([
      ['token.copy', 'user', 'failed', 'clipboard.failed'],
    ])
    expect(await added(() => bench.must('token.forget', { id }))).toEqual([
      ['token.forget', 'user', 'done', null],
    ])
    expect(await added(() => bench.must('token.restore', { id }))).toEqual([
      ['token.restore', 'user', 'done', null],
    ])
    await bench.must('token.forget', { id })
    expect(await added(() => bench.clock.pass(31_000))).toEqual([
      ['token.purge', 'engine', 'done', null],
    ])
  })

  it('has the steps of a rotation and of a revocation', async () => {
    const { id, text } = await withToken()
    const fresh = secrets.make('tolgee/pat')
    bench.platforms.script(fresh, { verdict: 'valid' })
    const name = async () => (await bench.must('rotation.view', { id }))?.remoteName
    expect(await added(() => bench.must('rotation.begin', { id }))).toEqual([
      ['rotation.begin', 'user', 'done', null],
    ])
    expect((await linesOf()).at(-1)?.detail).toEqual({
      mode: 'guided',
      remoteName: await name(),
    })
    expect(await added(() => bench.must('rotation.submit', { id, text: fresh }))).toEqual([
      ['rotation.pasted', 'user', 'done', null],
      ['rotation.tested', 'user', 'done', 'valid'],
    ])
    expect(await added(() => bench.must('rotation.promote', { id }))).toEqual([
      ['rotation.promoted', 'user', 'done', null],
    ])
    expect(await added(() => bench.must('rotation.back', { id }))).toEqual([
      ['rotation.looked', 'user', 'done', 'valid'],
      ['rotation.back', 'user', 'done', null],
    ])
    await bench.must('rotation.promote', { id })
    bench.platforms.script(text, { verdict: 'rejected' })
    expect(await added(() => bench.must('rotation.prove', { id }))).toEqual([
      ['token.check', 'user', 'done', 'valid'],
      ['rotation.done', 'user', 'done', 'rejected'],
    ])
    expect(await added(() => bench.must('revocation.begin', { id }))).toEqual([
      ['revocation.begin', 'user', 'done', null],
    ])
    expect(await added(() => bench.must('revocation.cancel', { id }))).toEqual([
      ['revocation.cancelled', 'user', 'done', null],
    ])
    await bench.must('revocation.begin', { id })
    bench.platforms.script(fresh, { verdict: 'rejected' })
    expect(await added(() => bench.must('revocation.prove', { id }))).toEqual([
      ['token.check', 'user', 'done', 'rejected'],
      ['revocation.proved', 'user', 'done', 'rejected'],
    ])
    expect((await bench.must('audit.verify', null)).fault).toBeNull()
  })

  it('says who gave up a rotation that was only looked at: nobody but Keyglot', async () => {
    const { id } = await withToken()
    await bench.must('rotation.begin', { id })
    const begun = (await linesOf()).length
    bench = await bench.restart()
    const lines = (await linesOf()).slice(begun).map(said)
    expect(lines).toContainEqual(['rotation.cancelled', 'resume', 'done', null])
  })

  it('has the tries that did not open the vault, once one does', async () => {
    bench = closedBench()
    const { keychain } = bench.place
    await bench.services.vault.start()
    bench.services.vault.close()
    const entries = [...keychain.entries]
    keychain.entries.clear()
    const at = bench.clock.now()
    await bench.services.vault.start()
    bench.clock.pass(5_000)
    await bench.services.vault.retry()
    for (const [account, kept] of entries) keychain.entries.set(account, kept)
    await bench.services.vault.retry()
    const lines = await linesOf()
    expect(lines.map(said)).toEqual([
      ['vault.created', 'user', 'done', null],
      ['vault.unlock-failed', 'user', 'failed', 'key-missing'],
      ['vault.opened', 'user', 'done', null],
    ])
    expect(lines[1]).toMatchObject({ at, detail: { count: 2, until: at + 5_000 } })
  })

  it('knows each token by its name of then, and none of their values', async () => {
    const { id, text, label } = await withToken()
    await bench.must('token.copy', { id })
    await bench.must('token.reveal', { id })
    const { version } = (await bench.list())[0]!
    await bench.must('token.edit', { id, version, label: 'Another name', note: 'A note of mine' })
    expect((await linesOf({ token: id })).map((line) => line.label)).toEqual([
      ...[label, label, label],
      'Another name',
    ])
    await bench.must('audit.export', { format: 'jsonl', filter: OPEN_FILTER })
    await bench.must('audit.export', { format: 'csv', filter: OPEN_FILTER })
    const files = Object.fromEntries(bench.saver.files)
    expect(Object.keys(files)).toHaveLength(2)
    expect(scanTexts({ ...files, log: bench.log.lines.join('\n') }, [text])).toEqual([])
    expect(scanTexts(files, ['A note of mine'])).toEqual([])
  })
})

describe('an act whose trace cannot be written', () => {
  /** A disk on which nothing but the log is full. */
  function fullLog() {
    const state = { full: false }
    const vault = (inner: OpenVault): OpenVault =>
      overriding(inner, {
        audit: overriding(inner.audit, {
          append: (entries) =>
            state.full ? err(appError('vault.no-space')) : inner.audit.append(entries),
        }),
      })
    return { state, vault }
  }

  it('is written as soon as there is room, before anything else', async () => {
    const { state, vault } = fullLog()
    bench = await openBench({ vault })
    const { id } = await bench.add(secrets.make('tolgee/pat'))
    state.full = true
    await bench.must('token.copy', { id })
    expect(bench.log.lines.join('\n')).toContain('lines of the audit log wait')
    expect(await linesOf({ groups: ['secrets'] })).toEqual([])
    state.full = false
    await bench.must('token.forget', { id })
    expect((await linesOf({ token: id })).map((line) => line.act)).toEqual([
      'token.add',
      'token.copy',
      'token.forget',
    ])
  })
})

describe('a page', () => {
  it('goes back in steps, whatever is filtered', async () => {
    const { id } = await withToken()
    const { tokens } = bench.services
    for (let n = 0; n < 30; n++) tokens.reveal(id)
    await bench.must('token.copy', { id })
    expect(await rows({}, 7)).toEqual(await rows())
    expect((await rows({}, 7)).map((row) => row.seq)).toEqual(
      Array.from({ length: 33 }, (_, n) => n + 1),
    )
    const page = await bench.must('audit.page', {
      filter: { ...OPEN_FILTER, text: 'token.copy' },
      before: null,
      limit: 5,
    })
    expect(page).toMatchObject({ rows: [{ seq: 33, act: 'token.copy' }], next: null, total: 33 })
  })
})

describe('the check of the log', () => {
  it('says that it is whole, and leaves a line itself', async () => {
    await withToken()
    const verdict = await bench.must('audit.verify', null)
    expect(verdict).toEqual({
      fault: null,
      seq: null,
      lines: 2,
      since: bench.clock.now(),
      trimmed: 0,
    })
    expect((await linesOf()).at(-1)).toMatchObject({ act: 'audit.verified', detail: { count: 2 } })
  })

  it('names the line that was altered behind its back', async () => {
    const { id } = await withToken()
    await bench.must('token.copy', { id })
    bench.services.vault.close()
    tamper(bench.place.db, (db) => {
      const sealed = db.prepare('SELECT sealed FROM audit WHERE seq = 2').pluck().get() as Buffer
      sealed[50] = sealed[50]! ^ 1
      db.prepare('UPDATE audit SET sealed = ? WHERE seq = 2').run(sealed)
    })
    bench = await bench.restart()
    expect(await rows({}, 10)).toContainEqual({ seq: 2, broken: 'altered' })
    expect(await bench.must('audit.verify', null)).toMatchObject({ fault: 'altered', seq: 2 })
    expect((await linesOf()).at(-1)).toMatchObject({
      act: 'audit.verified',
      outcome: 'failed',
      code: 'altered',
      detail: { line: 2 },
    })
  })
})

describe('an export', () => {
  it('writes what the filter leaves, oldest first, and is a line itself', async () => {
    const { id, label } = await withToken()
    await bench.must('token.copy', { id })
    const filter = { ...OPEN_FILTER, token: id }
    const done = await bench.must('audit.export', { format: 'jsonl', filter })
    expect(done.lines).toBe(2)
    expect(done.file).toMatch(/^keyglot-activity-\d{4}-\d\d-\d\d\.jsonl$/)
    const text = bench.saver.files.get(done.file!)!
    const parsed = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(parsed).toMatchObject([
      { line: 2, act: 'token.add', token: id, label },
      { line: 3, act: 'token.copy', actor: 'user', outcome: 'done' },
    ])
    expect((await linesOf()).at(-1)).toMatchObject({
      act: 'audit.exported',
      detail: { format: 'jsonl', count: 2, file: done.file },
    })
    const table = await bench.must('audit.export', { format: 'csv', filter: OPEN_FILTER })
    expect(bench.saver.files.get(table.file!)!.split('\r\n')).toHaveLength(1 + 4 + 1)
  })

  it('that the user thinks better of writes nothing', async () => {
    await withToken()
    bench.saver.declines = true
    expect(
      await added(async () => {
        const done = await bench.must('audit.export', { format: 'csv', filter: OPEN_FILTER })
        expect(done).toEqual({ file: null, lines: 0 })
      }),
    ).toEqual([])
    expect(bench.saver.files.size).toBe(0)
  })

  it('needs an open vault', async () => {
    await withToken()
    bench.services.vault.close()
    const answer = await bench.call('audit.export', { format: 'csv', filter: OPEN_FILTER })
    expect(codeOf(answer)).toBe('vault.not-open')
  })
})
