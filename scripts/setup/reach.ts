import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { messageOf } from '../user-error'

const PROBE_LIMIT_MS = 4_000
/** How long 'not reachable' is believed before the host is asked again. */
export const BELIEVED_MS = 6 * 60 * 60_000

const answerSchema = z.object({
  url: z.string(),
  why: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
})

/** A remembered 'Electron's download host cannot be reached'. */
export type Unreachable = z.infer<typeof answerSchema>

/** True while a remembered answer still stands for this URL. */
export function stillBelieved(answer: Unreachable, url: string, now: number): boolean {
  const age = now - answer.at
  return answer.url === url && age >= 0 && age < BELIEVED_MS
}

/** What is known before anything is tried. */
export interface RuntimeFacts {
  /** KEYGLOT_RUNTIME. */
  readonly forced: string | undefined
  /** ELECTRON_OVERRIDE_DIST_PATH. */
  readonly overridden: boolean
  readonly installed: boolean
  /** Electron's own downloader is to be asked without a probe. */
  readonly direct: boolean
  /** A 'not reachable' that still stands. */
  readonly knownUnreachable: boolean
  readonly platform: NodeJS.Platform
  readonly arch: string
}

export type RuntimeChoice = 'override' | 'installed' | 'download' | 'probe' | 'fallback' | 'none'

/** Which way to a runtime to take. `probe`: ask the host, then download or choose again. */
export function chooseRuntime(facts: RuntimeFacts): RuntimeChoice {
  const hasFallback = facts.platform === 'linux' && facts.arch === 'x64'
  if (facts.overridden) return 'override'
  if (facts.forced === 'fallback') return hasFallback ? 'fallback' : 'none'
  if (facts.installed) return 'installed'
  if (facts.forced === 'official' || facts.direct) return 'download'
  if (!facts.knownUnreachable) return 'probe'
  return hasFallback ? 'fallback' : 'none'
}

const answerFile = (cache: string): string => join(cache, 'electron-host.json')

/** The remembered answer that still stands, or undefined. */
export function recallUnreachable(cache: string, url: string): Unreachable | undefined {
  try {
    const answer = answerSchema.parse(JSON.parse(readFileSync(answerFile(cache), 'utf8')))
    return stillBelieved(answer, url, Date.now()) ? answer : undefined
  } catch {
    return undefined
  }
}

/** Remembers that the host could not be reached. */
export async function rememberUnreachable(cache: string, answer: Unreachable): Promise<void> {
  const aside = `${answerFile(cache)}.${process.pid}`
  await writeFile(aside, JSON.stringify(answer))
  await rename(aside, answerFile(cache))
}

/** Asks for the head of the download. Undefined: it is there; else why not, in a few words. */
export async function probe(url: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(PROBE_LIMIT_MS)
    const answer = await fetch(url, { method: 'HEAD', redirect: 'follow', signal })
    return answer.ok ? undefined : `answered ${answer.status}`
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in 4 s'
    return error instanceof Error && error.cause !== undefined
      ? messageOf(error.cause)
      : messageOf(error)
  }
}
