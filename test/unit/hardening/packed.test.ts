import { describe, expect, it } from 'vitest'
import { refuseSwitches, REFUSED_SWITCHES } from '../../../electron/app/switch-rules'
import { FUSES } from '../../../scripts/pack/fuses'
import { judgeFuse, judgeLength } from '../../helper/app/hardening/fuse-lines'
import { PACKED_CHECKS, type PackedFacts } from '../../helper/app/hardening/packed-app'
import { coreDumps, processSandbox, undebuggable } from '../../helper/app/hardening/process'

const wanted: readonly string[] = FUSES.map((fuse) => fuse.wanted)

/** A wire with one fuse otherwise. */
const flipped = (at: number): string[] =>
  wanted.map((state, index) => (index !== at ? state : state === 'on' ? 'off' : 'on'))

describe('the lines of the fuses', () => {
  it.each(FUSES.map((fuse, at) => [fuse.name, fuse, at] as const))('miss %s', (_, fuse, at) => {
    expect(judgeFuse(fuse, wanted).ok).toBe(true)
    expect(judgeFuse(fuse, flipped(at)).ok).toBe(false)
    expect(judgeFuse(fuse, []).ok).toBe(false)
  })

  it('miss a fuse that nobody decided on, and a wire that is not there', () => {
    expect(judgeLength(wanted).ok).toBe(true)
    expect(judgeLength([...wanted, 'on']).seen).toBe('1 fuses that nobody decided on')
    expect(judgeLength([]).ok).toBe(false)
  })
})

const status = (seccomp: number, privileges: number): string =>
  `Name:\tkeyglot\nNoNewPrivs:\t${privileges}\nSeccomp:\t${seccomp}\nSeccomp_filters:\t1\n`

describe('the lines of the processes', () => {
  const good = {
    limits: [],
    status: status(2, 1),
    shared: { user: false, pid: false, net: false },
    noSandbox: false,
  }

  it('miss each part of the sandbox', () => {
    expect(processSandbox.judge(good).ok).toBe(true)
    const undone = [
      { status: status(0, 1) },
      { status: status(2, 0) },
      { status: '' },
      { shared: { user: true, pid: false, net: false } },
      { noSandbox: true },
    ]
    for (const each of undone) expect(processSandbox.judge({ ...good, ...each }).ok).toBe(false)
  })

  it('miss a core dump that is allowed, or may be', () => {
    const limit = (now: string, most: string): string =>
      `Max stack size 8388608 unlimited bytes\nMax core file size        ${now}     ${most}   bytes\n`
    expect(coreDumps.judge({ limits: [limit('0', '0')] }).ok).toBe(true)
    for (const limits of [[limit('0', 'unlimited')], [limit('unlimited', 'unlimited')], [''], []]) {
      expect(coreDumps.judge({ limits }).ok).toBe(false)
    }
  })

  it('miss memory that can be read, and a look that sees nothing anywhere', () => {
    const refused = { mem: 'head: Permission denied', environ: 'head: Permission denied' }
    const read = { mem: 'head: Input/output error', environ: 'read' }
    expect(undebuggable.judge({ main: refused, other: read }).ok).toBe(true)
    expect(undebuggable.judge({ main: read, other: read }).ok).toBe(false)
    expect(undebuggable.judge({ main: { ...refused, mem: 'read' }, other: read }).ok).toBe(false)
    expect(undebuggable.judge({ main: refused, other: refused }).ok).toBe(false)
    expect(undebuggable.judge({ main: {}, other: read }).ok).toBe(false)
  })
})

describe('the lines of the packed app', () => {
  it('miss crash reports', () => {
    const judge = (crashReports: string, files: readonly string[]): boolean | undefined =>
      PACKED_CHECKS.find(({ name }) => name === 'No crash reports')?.judge({
        told: { crashReports },
        files,
      } as PackedFacts).ok
    expect(judge('not started', ['vault.db', 'Crashpad/client_id'])).toBe(true)
    expect(judge('sent', [])).toBe(false)
    expect(judge('not started', ['Crashpad/completed/7f.dmp'])).toBe(false)
  })
})

describe('switches that a packed app refuses', () => {
  it('are forgotten, each of them', () => {
    const forgotten: string[] = []
    refuseSwitches({ removeSwitch: (name) => forgotten.push(name) })
    expect(forgotten).toEqual([...REFUSED_SWITCHES])
    expect(forgotten).toContain('remote-debugging-port')
  })
})
