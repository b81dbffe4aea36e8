/** Checks all messages: syntax, missing and unused ids, and the families that code builds ids of. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { ADAPTERS } from '../electron/platform/registry'
import { describeServices } from '../electron/platform/services'
import { ERROR_CODES } from '../shared/error'
import {
  AUDIT_ACTORS,
  AUDIT_ACTS,
  AUDIT_FAULTS,
  AUDIT_GROUP_NAMES,
  AUDIT_OUTCOMES,
} from '../shared/model/audit-list'
import { BACKUP_REASONS } from '../shared/model/backup'
import { PROBLEMS } from '../shared/model/management'
import { ACTS, MODES, NEEDS, STAGES } from '../shared/model/stage'
import { CSV_PARTS, FORMATS, LEFT_OUT } from '../shared/model/transfer-list'
import { REASONS, VERDICTS } from '../shared/model/verdict-list'
import { repoRoot } from './repo'
import {
  checkChoices,
  checkFamilies,
  checkFiles,
  checkUse,
  type Family,
  type WordFile,
} from './words/check'
import { factKeys, platformWords } from './words/platforms'
import { joinMentions, readMentions } from './words/source'

const FAMILIES: readonly Family[] = [
  { prefix: 'error.', members: Object.keys(ERROR_CODES) },
  { prefix: 'backup.reason.', members: BACKUP_REASONS },
  { prefix: 'reason.', members: REASONS },
  { prefix: 'verdict.', members: VERDICTS },
  { prefix: 'audit.act.', members: AUDIT_ACTS },
  { prefix: 'audit.actor.', members: AUDIT_ACTORS },
  { prefix: 'audit.outcome.', members: AUDIT_OUTCOMES },
  { prefix: 'audit.group.', members: AUDIT_GROUP_NAMES },
  { prefix: 'audit.fault.', members: AUDIT_FAULTS },
  { prefix: 'audit.found.', members: AUDIT_FAULTS },
  { prefix: 'audit.line.', members: AUDIT_FAULTS },
  { prefix: 'need.', members: NEEDS },
  { prefix: 'problem.', members: PROBLEMS },
  { prefix: 'act.', members: ACTS },
  { prefix: 'mode.', members: MODES },
  { prefix: 'transfer.format.', members: FORMATS },
  { prefix: 'transfer.left-out.', members: LEFT_OUT },
  { prefix: 'transfer.part.', members: CSV_PARTS },
  { prefix: 'stage.', members: [...STAGES, 'done'] },
]

/** All files below a folder whose names end so, as paths from the root. */
function filesOf(folder: string, ...endings: string[]): string[] {
  return readdirSync(join(repoRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
}

const texts = (folder: string, ...endings: string[]): string[] =>
  filesOf(folder, ...endings).map((file) => readFileSync(file, 'utf8'))

const words = (folder: string): WordFile[] =>
  filesOf(folder, '.json').map((file) => ({
    name: relative(repoRoot, file),
    messages: JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>,
  }))

const idsOf = (files: readonly WordFile[]): Set<string> =>
  new Set(files.flatMap((file) => Object.keys(file.messages)))

function problems(): string[] {
  const isPlatform = ({ name }: WordFile): boolean => name.includes(join('en', 'platform'))
  const all = words('renderer/i18n/en')
  const own = all.filter((file) => !isPlatform(file))
  const platform = all.filter(isPlatform)
  const shell = words('shared/i18n/en')
  const ids = idsOf(own)
  const known = idsOf(platform)
  const window = joinMentions(texts('renderer', '.ts', '.tsx').map(readMentions))
  const main = joinMentions(texts('electron', '.ts').map(readMentions))
  const { needed, choices } = platformWords(describeServices(ADAPTERS))
  const facts = texts('electron/platform', '.ts').flatMap(factKeys)
  const imported = readFileSync(join(repoRoot, 'renderer/i18n/messages.ts'), 'utf8')
  return [
    ...checkFiles([...own, ...platform]),
    ...checkFiles(shell),
    ...own
      .filter((file) => !imported.includes(`./en/${basename(file.name)}`))
      .map((file) => `${file.name} is not imported`),
    ...checkUse(ids, window),
    ...checkUse(idsOf(shell), main),
    ...checkFamilies(ids, FAMILIES),
    ...checkChoices(
      known,
      [...needed, ...facts.map((key) => `fact.${key}`)].map((id) => [id]),
    ),
    ...checkChoices(known, choices),
  ]
}

const found = [...new Set(problems())]
for (const problem of found) console.error(problem)
if (found.length > 0) process.exitCode = 1
else console.log('All messages are there, in use and readable.')
