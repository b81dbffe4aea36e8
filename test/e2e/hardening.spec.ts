import { join } from 'node:path'
import { repoRoot } from '../../scripts/repo'
import { CALL_NAMES, EVENT_NAMES } from '../../shared/contract/names'
import { untilOpen } from '../helper/app/arrange'
import { expect, test } from './fixture'

/** What a page may see and do, tried in the page itself. */
test('The page has a frozen bridge and no way out', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)

  await test.step('it sees the contract’s functions and nothing else', async () => {
    const seen = await page.evaluate(() => {
      const own = window as unknown as Record<string, unknown>
      const bridge = own['keyglot'] as Record<string, Record<string, unknown>>
      const before = bridge['call']
      const attempts = [
        () => (bridge['call'] = {}),
        () => (own['keyglot'] = {}),
        () => (bridge['more'] = {}),
        () => delete bridge['on'],
      ]
      for (const attempt of attempts) {
        try {
          attempt()
        } catch {
          // refused: what counts is what is there afterwards
        }
      }
      const now = own['keyglot'] as Record<string, Record<string, unknown>>
      return {
        same: now['call'] === before,
        parts: Object.keys(now).sort(),
        calls: Object.keys(now['call'] ?? {}).sort(),
        events: Object.keys(now['on'] ?? {}).sort(),
        types: [
          ...new Set(Object.values({ ...now['call'], ...now['on'] }).map((each) => typeof each)),
        ],
        node: [
          'require',
          'process',
          'module',
          'Buffer',
          'global',
          'electron',
          'ipcRenderer',
        ].filter((name) => name in window),
      }
    })
    expect(seen).toEqual({
      same: true,
      parts: ['call', 'on'],
      calls: [...CALL_NAMES].sort(),
      events: [...EVENT_NAMES].sort(),
      types: ['function'],
      node: [],
    })
  })

  await test.step('its policy is strict and in force', async () => {
    const policy = await page.evaluate(async () => {
      const answer = await fetch(location.href)
      return answer.headers.get('content-security-policy') ?? ''
    })
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("style-src 'self';")
    expect(policy).toContain("require-trusted-types-for 'script'")
    for (const part of ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(part)
    }
    expect(policy).not.toContain('unsafe')
    const done = await page.evaluate(async () => {
      // what a debugger runs directly may do more than the page: so it is done a moment later
      await new Promise((resolve) => setTimeout(resolve))
      const failures: string[] = []
      const tried = (name: string, run: () => unknown): void => {
        try {
          run()
        } catch (error) {
          failures.push(`${name}: ${error instanceof Error ? error.name : ''}`)
        }
      }
      tried('html', () => (document.createElement('div').innerHTML = '<b>x</b>'))
      tried('eval', () => (0, eval)('1'))
      const script = document.createElement('script')
      tried('script', () => (script.text = 'window.ranInline = 1'))
      document.body.append(script)
      script.remove()
      return { failures, ran: 'ranInline' in window }
    })
    expect(done).toEqual({
      failures: ['html: TypeError', 'eval: EvalError', 'script: TypeError'],
      ran: false,
    })
  })

  await test.step('nothing wants a style that the policy forbids', async () => {
    // react-aria's rule for pressable elements is in the window's own style sheet
    await page.getByRole('button', { name: 'Settings' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('button').first()).toBeVisible()
    const styles = await page.evaluate(() => ({
      elements: document.querySelectorAll('style').length,
      pressable: [...document.querySelectorAll('[data-react-aria-pressable]')].map(
        (each) => getComputedStyle(each).touchAction,
      ),
    }))
    expect(styles.elements).toBe(0)
    expect(styles.pressable.length).toBeGreaterThan(0)
    expect(styles.pressable).not.toContain('auto')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('it reaches no other place, and leaves its own for none', async () => {
    const foreign = platforms.tolgee.origins['https://app.tolgee.io'] ?? ''
    const reached = await page.evaluate(async (url) => {
      const failed = (promise: Promise<unknown>): Promise<boolean> =>
        promise.then(
          () => false,
          () => true,
        )
      const image = new Image()
      const broken = new Promise((resolve) => {
        image.onerror = () => resolve(true)
        image.onload = () => resolve(false)
      })
      image.src = `${url}/x.png`
      const results = {
        http: await failed(fetch(url)),
        file: await failed(fetch('file:///etc/hostname')),
        image: await broken,
        opened: [window.open(url), window.open('file:///etc/hostname')].every((each) => !each),
        notification: (await Notification.requestPermission()) === 'denied',
        location: await navigator.permissions
          .query({ name: 'geolocation' })
          .then(({ state }) => state === 'denied'),
        clipboard: await failed(navigator.clipboard.readText()),
      }
      location.href = url
      const form = document.createElement('form')
      form.action = url
      document.body.append(form)
      form.submit()
      form.remove()
      return results
    }, foreign)
    expect(reached).toEqual({
      http: true,
      file: true,
      image: true,
      opened: true,
      notification: true,
      location: true,
      clipboard: true,
    })
    expect(page.url()).toBe('app://keyglot/index.html')
    expect(platforms.tolgee.requests).toEqual([])
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  await test.step('the renderer runs isolated, in a sandbox', async () => {
    const preferences = await app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const all = contents as unknown as {
          getLastWebPreferences(): Record<string, unknown>
        }
        const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
          all.getLastWebPreferences()
        return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag }
      }),
    )
    expect(preferences).toEqual([
      {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      },
    ])
  })

  await test.step('paths outside the built window do not exist', async () => {
    const found = await page.evaluate(async () => {
      const paths = ['/../main/main.js', '/%2e%2e/main/main.js', '/..%2fmain/main.js', '/vault.db']
      const statusOf = (path: string): Promise<number | string> =>
        fetch(`app://keyglot${path}`).then(
          ({ status }) => status,
          () => 'not found',
        )
      return Promise.all([...paths, '/index.html'].map(statusOf))
    })
    expect(found).toEqual(['not found', 'not found', 'not found', 'not found', 200])
  })
})

test('The main process answers its own window only, and only what the contract has', async ({
  start,
}) => {
  const { page } = await start()
  await untilOpen(page)
  const answers = await page.evaluate(async () => {
    type Call = (input: unknown) => Promise<{ ok: boolean; error?: { code: string } }>
    const { call } = (window as unknown as { keyglot: { call: Record<string, Call> } }).keyglot
    const code = async (name: string, input: unknown): Promise<string> =>
      (await call[name]?.(input))?.error?.code ?? 'answered'
    const polluting: unknown = JSON.parse('{"id":"x","__proto__":{"polluted":true}}')
    return {
      badId: await code('token.reveal', { id: '../../vault.db' }),
      more: await code('token.reveal', { id: 'A'.repeat(22), path: '/etc' }),
      array: await code('settings.set', ['x']),
      proto: await code('token.copy', polluting),
      huge: await code('draft.open', { text: 'a'.repeat(8 * 1024 * 1024) }),
      polluted: 'polluted' in {},
    }
  })
  expect(answers).toEqual({
    badId: 'call.invalid',
    more: 'call.invalid',
    array: 'call.invalid',
    proto: 'call.invalid',
    huge: 'call.invalid',
    polluted: false,
  })
})

test('The main process answers no other window, not even one with our own page', async ({
  start,
}) => {
  const { app, page } = await start()
  await untilOpen(page)
  const built = join(repoRoot, 'out', 'preload', 'preload.cjs')
  const answer = await app.evaluate(async ({ BrowserWindow }, preload) => {
    const webPreferences = { preload, sandbox: true, contextIsolation: true }
    const other = new BrowserWindow({ show: false, webPreferences })
    await other.loadURL('app://keyglot/index.html')
    const ask = "keyglot.call['vault.status'](null)"
    const answered: unknown = await other.webContents.executeJavaScript(ask)
    other.destroy()
    return answered
  }, built)
  expect(answer).toMatchObject({ ok: false, error: { code: 'call.refused' } })
})

test('A second start opens no second window', async ({ start, electronPath, desktop, profile }) => {
  const first = await start()
  await untilOpen(first.page)
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  const { run } = await import('../../scripts/process')
  const { sandboxArguments } = await import('../../scripts/setup/sandbox')
  const args = [repoRoot, `--user-data-dir=${profile}`, ...sandboxArguments(electronPath)]
  const second = await run(electronPath, args, { env: desktop.env, timeout: 20_000 })
  expect(second.code).toBe(0)
  const windows = await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isMinimized()),
  )
  expect(windows).toEqual([false])
})
