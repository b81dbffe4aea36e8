import { describe, expect, it } from 'vitest'
import { faultOf } from '../../../renderer/store/fault'
import { contract } from '../../../shared/contract'

function broken(stack: string, name = 'TypeError'): Error {
  return Object.assign(new Error('tgpat_would_be_here'), { stack, name })
}

describe('what the log is told of a broken window', () => {
  it('is its name and its places, and nothing of its message', () => {
    const stack = [
      'TypeError: tgpat_would_be_here',
      '    at Row (app://keyglot/assets/details-pane-D3xB_q1a.js:1:2345)',
      '    at app://keyglot/assets/main.js:7:1',
      '    at <anonymous>',
    ].join('\n')
    const fault = faultOf(broken(stack))
    expect(fault).toEqual({ name: 'TypeError', places: ['details-pane.js:1:2345', 'main.js:7:1'] })
    expect(contract['app.reportFault'].input.safeParse(fault).success).toBe(true)
  })

  it('always fits the contract', () => {
    const long = `    at f (app://keyglot/assets/${'x'.repeat(500)}.js:1:1)`
    const many = Array.from({ length: 40 }, () => '    at g (app://keyglot/a.js:1:1)')
    const causes = [
      'a text',
      null,
      broken(long),
      broken(many.join('\n')),
      broken('', 'Not a name at all: tgpat_x'),
    ]
    for (const cause of causes) {
      expect(contract['app.reportFault'].input.safeParse(faultOf(cause)).success).toBe(true)
    }
  })
})
