import { readFileSync, statfsSync } from 'node:fs'
import { arch, cpus, release, totalmem, type } from 'node:os'
import { z } from 'zod'
import { run } from '../process'
import { packageVersion, repoRoot } from '../repo'
import type { Runtime } from '../setup'
import { isMissing, summarize, type Figure } from './figure'

/** File system types by the number that statfs(2) gives; TMPFS_MAGIC: fsync does nothing there. */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x01021994: 'tmpfs',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x794c7630: 'overlayfs',
  0x2fc12fc1: 'zfs',
}

/** The kind of file system that a folder is on. */
export function fileSystemOf(folder: string): string {
  const { type: number } = statfsSync(folder)
  return FILE_SYSTEMS[number] ?? `0x${number.toString(16)}`
}

async function commit(): Promise<{ id: string | null; changed: boolean }> {
  const head = await run('git', ['rev-parse', 'HEAD'], { cwd: repoRoot })
  if (head.code !== 0) return { id: null, changed: false }
  const status = await run('git', ['status', '--porcelain'], { cwd: repoRoot })
  return { id: head.stdout.trim(), changed: status.stdout.trim() !== '' }
}

function distribution(): string {
  try {
    const found = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))
    return found?.[1] ?? ''
  } catch {
    return '' // not Linux
  }
}

/** What the figures depend on besides the code. */
export async function describeRun(runtime: Runtime, folder: string) {
  const processors = cpus()
  return {
    at: new Date().toISOString(),
    commit: await commit(),
    machine: {
      system: `${type()} ${release()} ${distribution()}`.trim(),
      arch: arch(),
      processor: processors[0]?.model ?? '',
      cores: processors.length,
      memoryMiB: Math.round(totalmem() / 1024 ** 2),
      fileSystem: fileSystemOf(folder),
    },
    versions: {
      keyglot: z
        .object({ version: z.string() })
        .parse(JSON.parse(readFileSync(`${repoRoot}/package.json`, 'utf8'))).version,
      electron: runtime.version,
      runtime: runtime.kind,
      node: process.versions.node,
      sqlite: packageVersion('better-sqlite3'),
    },
  }
}
export type RunDescription = Awaited<ReturnType<typeof describeRun>>

/** Six digits that count: more would be noise. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6))
}

function entry(figure: Figure): Record<string, unknown> {
  if (isMissing(figure)) return { ...figure }
  const { part, name, unit, target, samples, floor } = figure
  const { measured, floor: base, ratio, met } = summarize(figure)
  return {
    part,
    name,
    unit,
    measured: rounded(measured),
    floor: rounded(base),
    ratio: rounded(ratio),
    target,
    met,
    samples: samples.map(rounded),
    floorName: floor?.name ?? null,
    floorSamples: floor?.samples.map(rounded) ?? null,
  }
}

/** The text of bench.json: medians and ratios, and every sample behind them. */
export function renderJson(
  run: RunDescription,
  quick: boolean,
  figures: readonly Figure[],
): string {
  return `${JSON.stringify({ format: 1, ...run, quick, figures: figures.map(entry) }, null, 2)}\n`
}
