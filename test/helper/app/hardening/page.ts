import type { Page } from '@playwright/test'
import type { PageFacts } from './facts'

/** Everything that a page can find out about its own prison. Leaves the page as it was. */
export async function measurePage(page: Page, foreign: string): Promise<PageFacts> {
  return {
    url: page.url(),
    globals: await globals(page),
    bridge: await bridge(page),
    policy: await page.evaluate(async () => {
      const answer = await fetch(location.href)
      return answer.headers.get('content-security-policy') ?? ''
    }),
    tried: await forbidden(page),
    reach: await reach(page, foreign),
    permissions: await permissions(page),
    paths: await paths(page),
    opened: await page.evaluate(
      (urls) => urls.map((url) => window.open(url)).filter((each) => each !== null).length,
      [foreign, 'file:///etc/hostname', 'app://keyglot/index.html'],
    ),
  }
}

function globals(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
  )
}

/** Without a bridge every part is empty. */
function bridge(page: Page): Promise<PageFacts['bridge']> {
  return page.evaluate(() => {
    const own = window as unknown as Record<string, unknown>
    const before = own['keyglot'] as Record<string, Record<string, unknown>> | undefined
    const { call, on } = before ?? {}
    const attempts = [
      () => Object.assign(before ?? {}, { call: {} }),
      () => Object.assign(before ?? {}, { more: {} }),
      () => Object.assign(call ?? {}, { 'app.info': () => 'ours' }),
      () => (own['keyglot'] = {}),
      () => delete before?.['on'],
    ]
    for (const attempt of attempts) {
      try {
        attempt()
      } catch {
        // refused: what counts is what is there afterwards
      }
    }
    const now = (own['keyglot'] ?? {}) as Record<string, Record<string, unknown>>
    const functions = Object.values({ ...now['call'], ...now['on'] })
    const known = String(now['call']?.['app.info']).includes('ours')
    return {
      parts: Object.keys(now).sort(),
      calls: Object.keys(now['call'] ?? {}).sort(),
      events: Object.keys(now['on'] ?? {}).sort(),
      types: [...new Set(functions.map((each) => typeof each))],
      same: now['call'] === call && now['on'] === on && !known,
    }
  })
}

function forbidden(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    // what a debugger runs directly may do more than the page: so it is done a moment later
    await new Promise((resolve) => setTimeout(resolve))
    const tried: Record<string, string> = {}
    const attempt = (name: string, run: () => unknown): void => {
      try {
        run()
        tried[name] = 'done'
      } catch (error) {
        tried[name] = error instanceof Error ? error.name : 'refused'
      }
    }
    attempt('html', () => (document.createElement('div').innerHTML = '<b>x</b>'))
    attempt('eval', () => (0, eval)('1'))
    attempt('policy', () => {
      const { trustedTypes } = window as unknown as {
        trustedTypes: { createPolicy(name: string, rules: object): unknown }
      }
      trustedTypes.createPolicy('own', {})
    })
    const script = document.createElement('script')
    attempt('script', () => (script.text = 'window.ranInline = 1'))
    document.body.append(script)
    script.remove()
    tried['inline'] = 'ranInline' in window ? 'done' : 'refused'
    return tried
  })
}

function reach(page: Page, foreign: string): Promise<Record<string, string>> {
  return page.evaluate(async (url) => {
    const outcome = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'reached',
        () => 'refused',
      )
    const image = (src: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const element = new Image()
        element.onload = resolve
        element.onerror = reject
        element.src = src
      })
    const socket = (to: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const own = new WebSocket(to)
        own.onopen = resolve
        own.onerror = reject
      })
    return {
      http: await outcome(fetch(url, { mode: 'no-cors' })),
      file: await outcome(fetch('file:///etc/hostname')),
      data: await outcome(image('data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=')),
      image: await outcome(image(`${url}/x.png`)),
      socket: await outcome(socket(url.replace('http', 'ws'))),
    }
  }, foreign)
}

function permissions(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'midi', 'camera', 'microphone', 'clipboard-read']
    const states = names.map(async (name) => {
      const status = await navigator.permissions.query({ name: name as PermissionName })
      return [name, status.state] as const
    })
    const clipboard = await navigator.clipboard.readText().then(
      () => 'granted',
      () => 'denied',
    )
    return {
      ...Object.fromEntries(await Promise.all(states)),
      'asked for notifications': await Notification.requestPermission(),
      'read the clipboard': clipboard,
    }
  })
}

function paths(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const tried = [
      '/index.html',
      '/../main/main.js',
      '/%2e%2e/main/main.js',
      '/..%2fmain/main.js',
      '/vault.db',
    ]
    const answers = tried.map(async (path) => {
      const status = await fetch(`app://keyglot${path}`).then(
        (answer) => String(answer.status),
        () => 'refused',
      )
      return [path, status] as const
    })
    return Object.fromEntries(await Promise.all(answers))
  })
}
