import { afterEach, describe, expect, it } from 'vitest'
import { serviceInfo } from '../../../shared/model/service'
import { z } from 'zod'
import { createSecrets } from '../../simulator/secrets'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'

const secrets = createSecrets('platforms')

let bench: Bench
afterEach(() => bench.end())

describe('the platforms', () => {
  it('are told as data that fits, with nothing said that cannot be done', async () => {
    bench = await openBench()
    const list = await bench.must('platform.list', null)
    expect(z.array(serviceInfo).safeParse(list).success).toBe(true)
    expect(list.flatMap((service) => service.kinds)).toHaveLength(10)
    for (const kind of list.flatMap((service) => service.kinds)) {
      expect(kind.capabilities.verify).toBe('by-token')
      // the one kind whose tokens another token makes
      const byToken = kind.id === 'lokalise/sdk-token'
      expect(kind.capabilities.create === 'by-token').toBe(byToken)
    }
  })

  it('open the page of a token at its own server, whatever the window names', async () => {
    bench = await openBench()
    const server = { id: 'custom', baseUrl: 'https://tolgee.example.test' }
    const token = await bench.add(secrets.make('tolgee/pat'), { server })
    const other = { id: 'cloud', baseUrl: null }
    const input = { page: 'delete', kind: 'lokalise/api-token', server: other } as const
    await bench.must('platform.openPage', { ...input, token: token.id })
    expect(new URL(bench.pages[0]!).origin).toBe('https://tolgee.example.test')
  })

  it('open no page of a server that is none', async () => {
    bench = await openBench()
    const open = (baseUrl: string) =>
      bench.call('platform.openPage', {
        page: 'create',
        kind: 'tolgee/pat',
        server: { id: 'custom', baseUrl },
        token: null,
      })
    expect(codeOf(await open('javascript:alert(1)'))).toBe('server.scheme')
    expect(codeOf(await open('https://user@x.test'))).toBe('server.userinfo')
    const unknown = {
      page: 'create',
      kind: 'nobody/none',
      server: { id: 'x', baseUrl: null },
    } as const
    expect(codeOf(await bench.call('platform.openPage', { ...unknown, token: null }))).toBe(
      'capability.unsupported',
    )
    expect(bench.pages).toEqual([])
  })

  it('open the sources of their facts, by place', async () => {
    bench = await openBench()
    const kinds = (await bench.must('platform.list', null)).flatMap((each) => each.kinds)
    const kind = kinds.find((each) => each.sources.length > 0)!
    await bench.must('app.openSource', { kind: kind.id, index: 0 })
    expect(bench.pages).toEqual([kind.sources[0]!.url])
    const beyond = { kind: kind.id, index: kind.sources.length }
    expect(codeOf(await bench.call('app.openSource', beyond))).toBe('link.refused')
    const nobody = { kind: 'nobody/none', index: 0 } as const
    expect(codeOf(await bench.call('app.openSource', nobody))).toBe('link.refused')
  })

  it('show the data folder, or say that it cannot be shown', async () => {
    bench = await openBench()
    expect(codeOf(await bench.call('app.showDataFolder', null))).toBe('ok')
    expect((await bench.must('app.info', null)).clipboardHistory).toBe('excluded')
  })
})
