import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../process'
import { repoRoot } from '../repo'
import { messageOf } from '../user-error'
import type { Figure, Measured } from './figure'
import type { Part } from './options'
import { series, type Job, type Series, type VaultPlace } from './vault/job'

const worker = join(repoRoot, 'scripts', 'bench', 'vault', 'worker.ts')

/** Runs a job in a plain Node process of its own and gives its numbers. */
export async function runJob(job: Job, env: NodeJS.ProcessEnv): Promise<Series> {
  const args = ['--import', 'tsx', worker, JSON.stringify(job)]
  const ran = await run(process.execPath, args, { cwd: repoRoot, env })
  if (ran.code !== 0) throw new Error(`The job ${job.name} failed:\n${ran.output.slice(-2000)}`)
  return series.parse(JSON.parse(ran.stdout.trim().split('\n').at(-1) ?? ''))
}

type Of = (name: string) => readonly number[]

const sumOf = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, at) => value + (b[at] ?? 0))
const inMicroseconds = (samples: readonly number[]): number[] => samples.map((ms) => ms * 1000)

function listFigures(tokens: number, of: Of): Measured[] {
  const head = { part: 'list', unit: 'ms', target: null } as const
  const words = tokens.toLocaleString('en')
  const name = `open the vault, list ${words}`
  const share = (words: string, samples: readonly number[]): Measured => ({
    ...head,
    name: `  of which ${words}`,
    samples,
    floor: null,
  })
  const decrypted = { name: 'the same and AES-GCM', samples: sumOf(of('raw'), of('decrypt')) }
  return [
    { ...head, name, samples: of('vault'), floor: { name: 'raw rows', samples: of('raw') } },
    { ...head, name, samples: of('vault'), floor: decrypted },
    share('opening, with the keychain', of('open')),
    share('reading the rows', of('read')),
    share('unsealing', of('unseal')),
    share('parsing', of('parse')),
  ]
}

function secretFigures(of: Of): Measured[] {
  const floor = { name: 'select by key and AES-GCM', samples: inMicroseconds(of('raw')) }
  const samples = inMicroseconds(of('vault'))
  return [{ part: 'secret', name: 'get one secret', unit: 'µs', samples, floor, target: null }]
}

function unlockFigures(tokens: number, of: Of): Measured[] {
  const head = { part: 'unlock', unit: 'ms', target: null } as const
  const cost = (name: string): string => (of(`cost-${name}`)[0] ?? 0).toLocaleString('en')
  const kdf = `Argon2id, ${cost('m')} KiB, ${cost('t')} passes`
  const samples = of('password')
  const many = tokens.toLocaleString('en')
  return [
    { ...head, name: `unlock ${many} by keychain`, samples: of('keychain'), floor: null },
    {
      ...head,
      name: `unlock ${many} by password`,
      samples,
      floor: { name: kdf, samples: of('kdf') },
    },
    { ...head, name: '  of which the password’s hash', samples: of('kdf'), floor: null },
    { ...head, name: '  of which the rest', samples: of('rest'), floor: null },
  ]
}

/** How many values of a token's size a second holds. */
function sealFigures(of: Of): Measured[] {
  const rates = (name: string): number[] => of(name).map((ms) => 1000 / ms)
  const figure = (name: string, own: string, raw: string): Measured => ({
    part: 'seal',
    name,
    unit: '/s',
    samples: rates(own),
    floor: { name: 'AES-256-GCM alone', samples: rates(raw) },
    target: null,
  })
  return [figure('seal values', 'seal', 'rawSeal'), figure('open values', 'open', 'rawOpen')]
}

function insertFigures(of: Of): Measured[] {
  const figure = (name: string, key: string): Measured => ({
    part: 'insert',
    name: `insert one, durable, ${name}`,
    unit: 'ms',
    samples: of(`vault${key}`),
    floor: { name: 'append 4 KiB, fsync', samples: of(`raw${key}`) },
    target: null,
  })
  return [figure('median', ''), figure('p99', 'Slow')]
}

export interface VaultPlan {
  /** A filled vault for reading, with `tokens` in it, and a place where there is none yet. */
  readonly filled: VaultPlace
  readonly tokens: number
  readonly empty: VaultPlace
  /** A folder on the same disk. */
  readonly scratch: string
  readonly rounds: number
  readonly parts: ReadonlySet<Part>
  readonly env: NodeJS.ProcessEnv
  readonly say: (line: string) => void
}

const JOBS = ['list', 'unlock', 'seal', 'secret', 'insert'] as const

async function measureJob(plan: VaultPlan, name: (typeof JOBS)[number]): Promise<Figure[]> {
  plan.say(`${name}: ${plan.rounds} rounds`)
  const scratch = await mkdtemp(join(plan.scratch, `${name}-`))
  const place = name === 'insert' ? plan.empty : plan.filled
  try {
    const numbers = await runJob({ name, place, scratch, rounds: plan.rounds }, plan.env)
    const of: Of = (key) => {
      const found = numbers[key]
      if (found === undefined) throw new Error(`The worker gave no ${key}`)
      return found
    }
    if (name === 'list') return listFigures(plan.tokens, of)
    if (name === 'unlock') return unlockFigures(plan.tokens, of)
    if (name === 'seal') return sealFigures(of)
    return name === 'secret' ? secretFigures(of) : insertFigures(of)
  } catch (error) {
    return [{ part: name, name, missing: messageOf(error) }]
  }
}

/** The vault in plain Node, each operation beside its floor in the same process. */
export async function measureVault(plan: VaultPlan): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const name of JOBS) {
    if (plan.parts.has(name)) figures.push(...(await measureJob(plan, name)))
  }
  return figures
}
