/* eslint no-empty-pattern: ["error", { "allowObjectPatternsAsParameters": true }] -- Playwright reads what a fixture needs from its pattern */
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { startDesktop, type Desktop } from '../../scripts/desktop'
import { ensureRuntime } from '../../scripts/setup/index'
import {
  launchApp,
  makeProfile,
  removeProfile,
  type LaunchOptions,
  type RunningApp,
} from '../helper/app/launch'
import { startSimulators, type Simulators } from '../simulator/index'

export { expect } from '@playwright/test'

type Start = (options?: Partial<LaunchOptions>) => Promise<RunningApp>

interface WorkerParts {
  readonly electronPath: string
  /** A screen, a session bus and a keyring of this worker's own: workers share no clipboard. */
  readonly desktop: Desktop
  readonly servers: Simulators
}

interface TestParts {
  /** The simulators, fresh for every test. */
  readonly platforms: Simulators
  /** A folder of this test's own, empty at first. */
  readonly profile: string
  /** Starts the app on the test's profile; whatever still runs at the end is ended. */
  readonly start: Start
}

export const test = base.extend<TestParts, WorkerParts>({
  electronPath: [
    async ({}, use) => {
      const runtime = await ensureRuntime({ desktop: true, say: () => undefined })
      await use(runtime.electronPath)
    },
    { scope: 'worker' },
  ],
  desktop: [
    async ({}, use) => {
      const desktop = await startDesktop({ display: 'own', keyring: 'own' })
      await use(desktop)
      await desktop.stop()
    },
    { scope: 'worker' },
  ],
  servers: [
    async ({}, use) => {
      const servers = await startSimulators()
      await use(servers)
      await servers.close()
    },
    { scope: 'worker' },
  ],
  platforms: async ({ servers }, use) => {
    servers.reset()
    await use(servers)
  },
  profile: async ({}, use) => {
    const profile = await makeProfile()
    await use(profile)
    await removeProfile(profile)
  },
  start: async ({ electronPath, desktop, platforms, profile }, use, info) => {
    const running: RunningApp[] = []
    await use(async (options = {}) => {
      const env = desktop.env
      const endpoints = platforms.endpoints()
      const started = await launchApp({ electronPath, env, profile, endpoints, ...options })
      running.push(started)
      return started
    })
    if (info.status !== info.expectedStatus) await keepEvidence(running, info.outputDir)
    for (const each of running) await each.close()
  },
})

/** A picture and the output of what was running when a test failed. */
async function keepEvidence(running: readonly RunningApp[], folder: string): Promise<void> {
  for (const [index, each] of running.entries()) {
    const path = join(folder, `failed-${index}.png`)
    await each.page.screenshot({ path, timeout: 3000 }).catch(() => undefined)
  }
}
