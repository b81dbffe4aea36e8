import { describe, expect, it } from 'vitest'
import { findCommand } from '../../../renderer/command/commands'
import { canRevoke, canRotate } from '../../../renderer/store/ability'
import type { Capability, KindInfo } from '../../../shared/model/service'
import { indexKinds } from '../../../renderer/store/session'
import { services } from '../../component/fake-platforms'
import { loadedHarness } from './harness'

const [first] = services.flatMap((service) => service.kinds)
const kindWith = (create: Capability, revoke: Capability): KindInfo | undefined =>
  first && { ...first, capabilities: { ...first.capabilities, create, revoke } }

const idle = { phase: { name: 'idle' } } as const

describe('what can be done about a token', () => {
  it('is what its platform offers', () => {
    expect(canRotate(idle, kindWith('in-browser', 'none'))).toBe(true)
    expect(canRotate(idle, kindWith('none', 'in-browser'))).toBe(false)
    expect(canRevoke(idle, kindWith('none', 'in-browser'))).toBe(true)
    expect(canRevoke(idle, kindWith('in-browser', 'none'))).toBe(false)
  })

  it('waits for no list of platforms', () => {
    expect(canRotate(idle, undefined)).toBe(true)
    expect(canRevoke(idle, undefined)).toBe(true)
  })

  it('follows the phase', () => {
    const kind = kindWith('in-browser', 'in-browser')
    const revoking = { phase: { name: 'revoking', since: 0 } } as const
    const rotating = { phase: { name: 'rotating', stage: 'creating', since: 0 } } as const
    expect([canRotate(revoking, kind), canRevoke(revoking, kind)]).toEqual([false, true])
    expect([canRotate(rotating, kind), canRevoke(rotating, kind)]).toEqual([true, false])
  })

  it('is the same in the commands', () => {
    const { app, token } = loadedHarness()
    app.view.setState({ active: token('Laptop').id })
    expect(findCommand('token.rotate')?.enabled(app)).toBe(true)
    expect(findCommand('token.revoke')?.enabled(app)).toBe(true)
    const none = services.map((service) => ({
      ...service,
      kinds: service.kinds.map((kind) => ({
        ...kind,
        capabilities: { ...kind.capabilities, create: 'none', revoke: 'none' } as const,
      })),
    }))
    app.session.setState({ services: none, kinds: indexKinds(none) })
    expect(findCommand('token.rotate')?.enabled(app)).toBe(false)
    expect(findCommand('token.revoke')?.enabled(app)).toBe(false)
  })
})
