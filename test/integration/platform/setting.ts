import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import type { CheckedSubject } from '../../../electron/platform/adapter'
import type { FieldValues } from '../../../shared/model/service'
import { accessLayer, expiry, fact } from '../../../shared/model/token'
import { evidence } from '../../../shared/model/verdict'
import { startSimulators, type IssuedToken, type Simulators } from '../../simulator'
import type { IssueOptions, SimulatedKind } from '../../simulator/types'
import { hurried, openDesk, type CheckWish, type Desk } from './desk'

/** A Tolgee server beside the cloud. */
export const SELF_HOSTED = 'https://tolgee.acme.example'

/** Simulators of all platforms, and a fresh desk for each test of the file. */
export function setUp(): {
  readonly simulators: Simulators
  readonly desk: Desk
  /** Issues a token and checks it once; known for ages unless `wish` says otherwise. */
  issueAndCheck(
    kind: SimulatedKind,
    options?: IssueOptions,
    wish?: CheckWish,
  ): Promise<{ token: IssuedToken; found: CheckedSubject }>
} {
  let simulators: Simulators | undefined
  let desk: Desk | undefined
  const running = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('Only inside a test')
    return part
  }
  beforeAll(async () => {
    // limits are for `pace.test.ts`: here the client is in a hurry
    const options = { seed: 'platforms', selfHostedTolgee: [SELF_HOSTED], limits: false }
    simulators = await startSimulators(options)
  })
  beforeEach(() => {
    running(simulators).reset()
    // a new client, because a rest that a host asked for would outlast the test
    const fresh = openDesk(running(simulators).endpoints(), { clock: hurried })
    desk = fresh
    return () => fresh.close()
  })
  afterAll(() => running(simulators).close())
  return {
    get simulators() {
      return running(simulators)
    },
    get desk() {
      return running(desk)
    },
    async issueAndCheck(kind, options = {}, wish = {}) {
      const token = running(simulators).issue(kind, options)
      const usual = { fields: fieldsOf(token), since: 0 }
      const found = await running(desk).check(kind, token.secret, { ...usual, ...wish })
      return { token, found }
    },
  }
}

/** What a user would have to enter for a check of this token. */
export function fieldsOf({ kind, project }: IssuedToken): FieldValues {
  const asked = kind === 'lokalise/sdk-token' || kind === 'locize/api-key'
  return asked && project !== null ? { projectId: project.id } : {}
}

export const factsOf = (found: CheckedSubject): Record<string, unknown> =>
  Object.fromEntries((found.description.facts ?? []).map(({ key, value }) => [key, value]))

/** Everything that a check tells has to fit the model, or a handler would refuse it. */
export function expectWellFormed({ evidence: said, description }: CheckedSubject): void {
  expect(evidence.safeParse(said).error).toBeUndefined()
  for (const each of description.facts ?? []) expect(fact.safeParse(each).error).toBeUndefined()
  for (const each of description.access ?? []) {
    expect(accessLayer.safeParse(each).error).toBeUndefined()
  }
  if (description.expiry !== undefined) {
    expect(expiry.safeParse(description.expiry).success).toBe(true)
  }
  for (const text of [description.account, description.project, description.suggestedLabel]) {
    expect((text ?? '').length).toBeLessThanOrEqual(500)
  }
}
