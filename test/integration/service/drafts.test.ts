import { afterEach, describe, expect, it } from 'vitest'
import { DRAFT_MS } from '../../../electron/service/draft-service'
import { hintOf } from '../../../shared/redact'
import type { Input } from '../../../shared/contract'
import type { Draft } from '../../../shared/contract/token'
import { createSecrets } from '../../simulator/secrets'
import { eventually } from '../../helper/eventually'
import { fullDisk } from '../../helper/full-disk'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'

const secrets = createSecrets('drafts')
const cloud = { id: 'cloud', baseUrl: null }

let bench: Bench
afterEach(() => bench.end())

function saveInput(draft: Draft, change: Partial<Input<'draft.save'>> = {}): Input<'draft.save'> {
  return {
    id: draft.id,
    kind: draft.candidates[0]!.kind,
    server: cloud,
    fields: {},
    label: 'CI',
    note: '',
    expiry: null,
    rotateEveryDays: 90,
    ...change,
  }
}

describe('open', () => {
  it('recognizes a value in a curl line and says what stood around it', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const text = `curl -H 'X-API-Key: ${value}' https://tolgee.example.test/v2/projects`
    const draft = await bench.must('draft.open', { text })
    expect(draft).toMatchObject({
      hint: hintOf(value),
      wrapping: 'curl',
      baseUrl: 'https://tolgee.example.test',
      candidates: [{ kind: 'tolgee/pat', confidence: 'certain' }],
      foreign: null,
      duplicateOf: null,
    })
    expect(JSON.stringify(draft)).not.toContain(value)
  })

  it('reads the project out of a Tolgee project key', async () => {
    bench = await openBench()
    // Tolgee's own documentation shows this key
    const text = 'tgpak_ha3tkxzton2wm4twmrsgkmtgmnsgw4bqgvttemttnrwwoyld'
    const [candidate] = (await bench.must('draft.open', { text })).candidates
    expect(candidate?.kind).toBe('tolgee/pak')
    expect(candidate?.facts.map((each) => String(each.value))).toContain('875')
  })

  it('puts the kind first that something around the value speaks for', async () => {
    bench = await openBench()
    const value = secrets.make('lokalise/api-token')
    const first = async (text: string) =>
      (await bench.must('draft.open', { text })).candidates[0]?.kind
    expect(await first(`LOKALISE_API_TOKEN=${value}`)).toBe('lokalise/api-token')
    expect(await first(`PHRASE_TMS_TOKEN=${value}`)).toMatch(/^phrase\//)
  })

  it('takes over the project that stood beside the value, and no other entry', async () => {
    bench = await openBench()
    const projectId = '7a3c9e10-4f6b-4a6e-9d1b-2f1f6f0a8c55'
    const value = secrets.make('locize/api-key')
    const draft = await bench.must('draft.open', {
      text: `LOCIZE_PROJECT_ID=${projectId}\nLOCIZE_API_KEY=${value}\nLOCIZE_VERSION=latest`,
    })
    expect(draft.candidates).toMatchObject([{ kind: 'locize/api-key', fields: { projectId } }])
    // what the window sends is all there is: a field that the user emptied stays empty
    const server = { id: 'auto', baseUrl: null }
    const token = await bench.must('draft.save', saveInput(draft, { server, fields: {} }))
    expect(token.project).toBeNull()
  })

  it('refuses what is no token, and keeps nothing of it', async () => {
    bench = await openBench()
    for (const [text, code] of [
      ['', 'secret.empty'],
      ['a b', 'secret.white-space'],
      ['ключ-от-всех-дверей', 'secret.not-ascii'],
      ['abc\0defghijklmnopqrst', 'secret.control-characters'],
      ['a'.repeat(1_000_000), 'secret.too-long'],
    ] as const) {
      expect(codeOf(await bench.call('draft.open', { text }))).toBe(code)
    }
    expect(codeOf(await bench.call('draft.open', { text: 'a'.repeat(3_000_000) }))).toBe(
      'call.invalid',
    )
    expect(await bench.list()).toEqual([])
  })

  it('says which token has the value already', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const token = await bench.add(value)
    const draft = await bench.must('draft.open', { text: `"${value}"` })
    expect(draft.duplicateOf).toBe(token.id)
    const saved = await bench.call('draft.save', saveInput(draft))
    expect(saved).toMatchObject({ error: { code: 'token.duplicate', params: { id: token.id } } })
    expect(await bench.list()).toEqual([token])
  })
})

describe('check', () => {
  it('tells what the platform tells, and stores nothing', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    bench.platforms.script(value, {
      verdict: 'valid',
      description: {
        account: 'Ann',
        access: [{ layer: 'effective', values: ['keys.view'], source: 'platform' }],
        expiry: { known: 'date', at: 9, source: 'platform' },
      },
    })
    const { id } = await bench.must('draft.open', { text: value })
    const subject = { id, kind: 'tolgee/pat', server: cloud, fields: {} } as const
    const findings = await bench.must('draft.check', subject)
    expect(findings).toMatchObject({
      evidence: { verdict: 'valid' },
      account: 'Ann',
      expiry: { known: 'date', at: 9, source: 'platform' },
      server: cloud,
    })
    expect(findings.suggestedLabel).not.toBe('')
    expect(bench.platforms.asked).toMatchObject([{ value, describe: true, server: cloud }])
    expect(await bench.list()).toEqual([])
  })

  it('refuses a server or an entry that the kind does not have, and asks nobody', async () => {
    bench = await openBench()
    const { id } = await bench.must('draft.open', { text: secrets.make('tolgee/pat') })
    const ask = (change: object) =>
      bench.call('draft.check', {
        ...{ id, kind: 'tolgee/pat', server: cloud, fields: {} },
        ...change,
      })
    expect(codeOf(await ask({ kind: 'nobody/none' }))).toBe('capability.unsupported')
    expect(codeOf(await ask({ server: { id: 'eu', baseUrl: null } }))).toBe('server.not-allowed')
    const insecure = { id: 'custom', baseUrl: 'http://example.test' }
    expect(codeOf(await ask({ server: insecure }))).toBe('server.insecure')
    expect(codeOf(await ask({ fields: { constructor: 'x' } }))).toBe('field.invalid')
    expect(bench.platforms.asked).toEqual([])
  })

  it('refuses an entry that holds the value itself, and asks nobody', async () => {
    bench = await openBench()
    // the older form is one that a project id has too
    const value = secrets.make('locize/api-key', { legacy: true })
    const draft = await bench.must('draft.open', { text: value })
    const server = { id: 'auto', baseUrl: null }
    const refused = { error: { code: 'field.is-secret', params: { field: 'projectId' } } }
    for (const projectId of [value, ` ${value} `, value.toUpperCase()]) {
      const subject = { kind: 'locize/api-key', server, fields: { projectId } } as const
      expect(await bench.call('draft.check', { id: draft.id, ...subject })).toMatchObject(refused)
      expect(await bench.call('draft.save', saveInput(draft, subject))).toMatchObject(refused)
    }
    expect(bench.platforms.asked).toEqual([])
    expect(await bench.list()).toEqual([])
  })

  it('is broken off when the draft is given up', async () => {
    bench = await openBench()
    const { id } = await bench.must('draft.open', { text: secrets.make('tolgee/pat') })
    bench.platforms.hold()
    const checking = bench.call('draft.check', {
      id,
      kind: 'tolgee/pat',
      server: cloud,
      fields: {},
    })
    await eventually(() => bench.platforms.waiting).toBe(1)
    await bench.must('draft.discard', { id })
    expect(codeOf(await checking)).toBe('draft.not-found')
    expect(bench.platforms.waiting).toBe(0)
  })
})

describe('save', () => {
  it('works without any network, and says that nothing is known', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const draft = await bench.must('draft.open', { text: value })
    const token = await bench.must('draft.save', saveInput(draft, { note: ' line 1\r\nline 2 ' }))
    expect(token).toMatchObject({
      version: 1,
      label: 'CI',
      hint: hintOf(value, 'tgpat_'),
      check: null,
      settled: null,
      phase: { name: 'idle' },
      addedAt: bench.clock.now(),
      secretSince: bench.clock.now(),
      rotateEveryDays: 90,
    })
    expect(bench.platforms.asked).toEqual([])
    const details = await bench.must('token.details', { id: token.id })
    expect(details).toMatchObject({ note: 'line 1\nline 2', checks: [] })
  })

  it('keeps what a check of the same thing has found', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const created = bench.clock.now() - 1000
    bench.platforms.script(value, {
      verdict: 'valid',
      description: {
        account: 'Ann',
        facts: [{ key: 'created', value: created, format: 'date', source: 'platform' }],
      },
    })
    const draft = await bench.must('draft.open', { text: value })
    await bench.must('draft.check', { id: draft.id, kind: 'tolgee/pat', server: cloud, fields: {} })
    const token = await bench.must('draft.save', saveInput(draft))
    expect(token).toMatchObject({
      account: 'Ann',
      check: { verdict: 'valid' },
      settled: { verdict: 'valid' },
      secretSince: created,
    })
    expect((await bench.must('token.details', { id: token.id })).checks).toHaveLength(1)
  })

  it('keeps nothing that was found about another kind or server', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    bench.platforms.script(value, { verdict: 'valid', description: { account: 'Ann' } })
    const draft = await bench.must('draft.open', { text: value })
    await bench.must('draft.check', { id: draft.id, kind: 'tolgee/pat', server: cloud, fields: {} })
    const server = { id: 'custom', baseUrl: 'https://tolgee.example.test' }
    const token = await bench.must('draft.save', saveInput(draft, { server }))
    expect(token).toMatchObject({ server, account: null, check: null, settled: null })
  })

  it('binds a token to the server that answered', async () => {
    bench = await openBench()
    const value = secrets.make('phrase/strings-token')
    bench.platforms.script(value, { verdict: 'valid', server: { id: 'us', baseUrl: null } })
    const draft = await bench.must('draft.open', { text: `PHRASE_ACCESS_TOKEN=${value}` })
    const kind = draft.candidates[0]!.kind
    expect(kind).toBe('phrase/strings-token')
    const servers = (await bench.must('platform.list', null))
      .flatMap((service) => service.kinds)
      .find((each) => each.id === kind)!.servers
    const server = { id: servers[0]!.id, baseUrl: null }
    await bench.must('draft.check', { id: draft.id, kind, server, fields: {} })
    const token = await bench.must('draft.save', saveInput(draft, { server }))
    expect(token.server).toEqual({ id: 'us', baseUrl: null })
  })

  it('does not take a token for alive because it could not be asked', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    bench.platforms.script(value, { verdict: 'unreachable', reason: 'offline' })
    const draft = await bench.must('draft.open', { text: value })
    await bench.must('draft.check', { id: draft.id, kind: 'tolgee/pat', server: cloud, fields: {} })
    const token = await bench.must('draft.save', saveInput(draft))
    expect(token).toMatchObject({ check: { reason: 'offline' }, settled: null })
  })

  it('keeps an entered expiry apart from one the platform tells', async () => {
    bench = await openBench()
    const draft = await bench.must('draft.open', { text: secrets.make('tolgee/pat') })
    const entered = await bench.must('draft.save', saveInput(draft, { expiry: 77 }))
    expect(entered.expiry).toEqual({ known: 'date', at: 77, source: 'user' })

    const value = secrets.make('tolgee/pat')
    const told = { known: 'date', at: 9, source: 'platform' } as const
    bench.platforms.script(value, { verdict: 'valid', description: { expiry: told } })
    const other = await bench.must('draft.open', { text: value })
    await bench.must('draft.check', { id: other.id, kind: 'tolgee/pat', server: cloud, fields: {} })
    expect((await bench.must('draft.save', saveInput(other, { expiry: 77 }))).expiry).toEqual(told)
  })

  it('counts the days of Phrase’s rule from the day the token was made', async () => {
    bench = await openBench()
    const text = `PHRASE_TMS_TOKEN=${secrets.make('phrase/platform-token')}`
    const draft = await bench.must('draft.open', { text })
    const server = { id: 'eu', baseUrl: null }
    const fields = { createdOn: '2026-11-01' }
    const token = await bench.must('draft.save', saveInput(draft, { server, fields }))
    const at = new Date(2026, 10, 1 + 730, 23, 59, 59).getTime()
    expect(token.expiry).toEqual({ known: 'date', at, source: 'rule' })
    expect(token.secretSince).toBe(Date.UTC(2026, 10, 1))
  })

  it('suggests labels that are not taken, and takes one where none is given', async () => {
    bench = await openBench()
    const labels: string[] = []
    for (let i = 0; i < 3; i++) {
      const draft = await bench.must('draft.open', { text: secrets.make('transifex/api-token') })
      const suggested = draft.candidates[0]!.suggestedLabel
      const token = await bench.add(secrets.make('transifex/api-token'), { label: '' })
      expect(token.label).toBe(suggested)
      labels.push(token.label)
    }
    expect(new Set(labels).size).toBe(3)
  })

  it.each(['<img src=x onerror=alert(1)>', '__proto__', '😀'.repeat(50), 'שלום עולם'])(
    'keeps the label %s as it is',
    async (label) => {
      bench = await openBench()
      const token = await bench.add(secrets.make('tolgee/pat'), { label })
      bench = await bench.restart()
      expect(await bench.list()).toMatchObject([{ id: token.id, label }])
    },
  )

  it('refuses a label of ten thousand characters', async () => {
    bench = await openBench()
    const draft = await bench.must('draft.open', { text: secrets.make('tolgee/pat') })
    const saved = await bench.call('draft.save', saveInput(draft, { label: 'x'.repeat(10_000) }))
    expect(saved).toMatchObject({ error: { code: 'call.invalid', params: { path: 'label' } } })
  })

  it('can be tried again after it was refused, and happens once', async () => {
    bench = await openBench()
    const draft = await bench.must('draft.open', { text: secrets.make('tolgee/pat') })
    const wrong = saveInput(draft, { label: '\u202e' })
    expect(codeOf(await bench.call('draft.save', { ...wrong, label: '\u200d' }))).toBe(
      'label.empty',
    )
    await bench.must('draft.save', saveInput(draft))
    expect(codeOf(await bench.call('draft.save', saveInput(draft)))).toBe('draft.not-found')
    expect(await bench.list()).toHaveLength(1)
  })
})

describe('a draft', () => {
  it('is gone after a while, when given up, and when the vault closes', async () => {
    bench = await openBench()
    const open = () => bench.must('draft.open', { text: secrets.make('tolgee/pat') })
    const [expired, discarded] = [await open(), await open()]
    await bench.must('draft.discard', { id: discarded.id })
    bench.clock.pass(DRAFT_MS)
    const closed = await open()
    bench = await bench.restart()
    for (const draft of [expired, discarded, closed]) {
      expect(codeOf(await bench.call('draft.save', saveInput(draft)))).toBe('draft.not-found')
    }
  })

  it('lives on as long as something is done with it', async () => {
    const disk = fullDisk()
    bench = await openBench({ vault: disk.vault })
    const draft = await bench.must('draft.open', { text: secrets.make('tolgee/pat') })
    bench.clock.pass(DRAFT_MS - 1)
    const { id } = draft
    await bench.must('draft.check', { id, kind: 'tolgee/pat', server: cloud, fields: {} })
    bench.clock.pass(DRAFT_MS - 1)
    disk.state.full = true
    expect(codeOf(await bench.call('draft.save', saveInput(draft)))).toBe('vault.no-space')
    bench.clock.pass(DRAFT_MS - 1)
    disk.state.full = false
    expect(codeOf(await bench.call('draft.save', saveInput(draft)))).toBe('ok')
  })

  it('outlives a break for lunch', async () => {
    bench = await openBench()
    const draft = await bench.must('draft.open', { text: secrets.make('tolgee/pat') })
    bench.clock.pass(3 * 3_600_000)
    expect(codeOf(await bench.call('draft.save', saveInput(draft)))).toBe('ok')
  })

  it('makes the oldest go when there are too many', async () => {
    bench = await openBench()
    const drafts: Draft[] = []
    for (let i = 0; i < 25; i++) {
      drafts.push(await bench.must('draft.open', { text: secrets.make('tolgee/pat') }))
    }
    expect(codeOf(await bench.call('draft.save', saveInput(drafts[0]!)))).toBe('draft.not-found')
    expect(codeOf(await bench.call('draft.save', saveInput(drafts[24]!)))).toBe('ok')
  })
})
