import type { Settings } from '../../shared/model/settings'
import { ok, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import { describeServices } from '../platform/services'
import { Asker } from '../service/asker'
import { AuditService } from '../service/audit-service'
import { AuditTrail } from '../service/audit-trail'
import { BackupService } from '../service/backup-service'
import type { FileChooser } from '../service/backup-port'
import { CheckService } from '../service/check-service'
import { CopyService } from '../service/copy-service'
import { DraftService } from '../service/draft-service'
import { ExchangeService } from '../service/exchange-service'
import { PlatformService } from '../service/platform-service'
import type {
  Announcer,
  BrowserPort,
  ClipboardPort,
  Clock,
  FileOpener,
  FileSaver,
  Fingerprint,
  LockTriggers,
  Logger,
  Notifier,
  OpenVault,
  Random,
  SealedNote,
  Words,
} from '../service/port'
import { LockWatch } from '../service/lock-watch'
import { LockedReminders } from '../service/locked-reminders'
import { ReminderService } from '../service/reminder-service'
import type { RotationEngine } from '../service/rotation-engine'
import { SettingsService } from '../service/settings-service'
import { TokenIndex } from '../service/token-index'
import { TokenService } from '../service/token-service'
import { did, type Note } from '../service/trace'
import type { LockReason, VaultStatus } from '../../shared/model/vault'
import type { VaultOpener } from '../service/vault-port'
import { VaultService, type Opened, type VaultServiceDeps } from '../service/vault-service'
import { WaysService } from '../service/ways-service'
import type { TransferFormats } from '../transfer/port'
import { buildRotation } from './rotation-services'
import { buildTransfer } from './transfer-services'

/** Everything outside that the services are given. */
export interface Ports {
  readonly announcer: Announcer
  readonly browser: BrowserPort
  readonly chooser: FileChooser
  readonly clipboard: ClipboardPort
  readonly clock: Clock
  readonly files: FileOpener
  readonly fingerprint: Fingerprint
  readonly formats: TransferFormats
  readonly log: Logger
  readonly notifier: Notifier
  readonly opener: VaultOpener
  readonly platforms: Platforms
  readonly random: Random
  /** What tells that the user is away. */
  readonly triggers: LockTriggers
  /** What reminds of dates while the vault is locked. */
  readonly schedule: SealedNote
  readonly saver: FileSaver
  readonly words: Words
  /** The vault was opened, or the user chose something else. */
  readonly onSettings: (settings: Settings) => void
  /** The vault is locked: the window lets go of what it holds. */
  readonly onLocked: (reason: LockReason) => void
}

export type Services = ReturnType<typeof buildServices>

/** Builds the services by hand; none of them reaches outside but through its ports. */
export function buildServices(ports: Ports) {
  const trail = new AuditTrail(ports)
  const settings = new SettingsService({ trail })
  const index = new TokenIndex({ ...ports, trail })
  const shared: Shared = { ...ports, index, trail, settings: () => settings.get() }
  const asker = new Asker(shared)
  const copy = new CopyService({ ...shared, asker })
  const tokens = new TokenService({
    ...shared,
    onForget: (id) => void copy.clearToken(id),
    onRestore: (id) => {
      void rotating.engine.advance(id)
      // it may be the one with which another is rotated
      rotating.engine.nudge()
    },
  })
  const exchanges = buildExchanges(shared, { asker, copy })
  const checks = new CheckService({ ...shared, asker, exchanges })
  const drafts = new DraftService({ ...shared, tokens })
  const { start, stop, ...rotating } = buildRotation({ ...shared, asker, checks, tokens })
  const { locked, reminders } = buildReminders(shared, () => ways.info())
  settings.onChange((now, before) => {
    if (now.notifications && !before.notifications) reminders.tellAgain()
    locked.soon()
    lockWatch.again()
    ports.onSettings(now)
  })
  const platforms = buildPlatforms(shared)
  const transfer = buildTransfer(shared, (how) => vault.prove(how))
  const { backups, ways } = buildCare(shared, { settings, locked, vault: () => vault })

  const onOpen = (vault: OpenVault, how: Opened): Result<void> => {
    const opened = settings.open(vault.values)
    const listed = opened.ok ? index.open(vault.tokens) : opened
    if (!listed.ok) return listed
    index.prepare()
    trail.open(vault.audit, how)
    tokens.start()
    ways.start(vault)
    reminders.start(vault.values, locked.opened(vault.values))
    backups.start()
    lockWatch.start()
    ports.onSettings(settings.get())
    start()
    return ok()
  }
  const onClose = (reason: LockReason | null): void => {
    if (reason !== null) trail.record(lockNote(reason))
    locked.closing()
    const busy = [lockWatch, copy, reminders, { stop }, drafts, checks, exchanges, tokens, ways]
    for (const each of [...busy, backups, transfer.imports, transfer.exports]) each.stop()
    for (const each of [trail, index, settings]) each.close()
  }
  const onRefused: VaultServiceDeps['onRefused'] = (why, how) => trail.refused(why, how)
  const vault = new VaultService({ ...ports, onOpen, onRefused, onClose })
  const audit = new AuditService(shared)
  const lockWatch = new LockWatch({ ...shared, lock: (reason) => void vault.lock(reason) })
  const own = { audit, checks, copy, drafts, exchanges, index, locked, platforms, reminders }
  const kept = { ...own, backups, settings, tokens, trail, vault, ways }
  const acceptFile = () => takeAsItIs(vault, trail, rotating.engine)
  return { ...kept, ...rotating, ...transfer, acceptFile }
}

function buildPlatforms(shared: Shared): PlatformService {
  const describe = () => describeServices(shared.platforms.all)
  return new PlatformService({ ...shared, describe })
}

function lockNote(reason: LockReason): Note {
  return did('vault.locked', { actor: reason === 'user' ? 'user' : 'engine', code: reason })
}

/** Takes a vault as it is that is only read for a doubt; what waited for that goes on. */
function takeAsItIs(
  vault: VaultService,
  trail: AuditTrail,
  engine: Pick<RotationEngine, 'nudge'>,
): Result<VaultStatus> {
  const accepted = vault.accept((code) => trail.entries(did('vault.accepted', { code }), null))
  if (accepted.ok) engine.nudge()
  return accepted
}

/** What keeps the vault: its backups, and what opens it. */
function buildCare(
  shared: Shared,
  {
    settings,
    locked,
    vault,
  }: {
    readonly settings: SettingsService
    readonly locked: LockedReminders
    readonly vault: () => VaultService
  },
) {
  const backups = new BackupService({
    ...shared,
    shelf: shared.opener.backups,
    replace: (put) => vault().replace(put),
    prove: (how) => vault().proveIfAsked(how),
    held: () => vault().isHeld(),
  })
  return {
    backups,
    ways: new WaysService({ ...shared, settings, backups, onChange: () => locked.soon() }),
  }
}

/** What most services are given. */
type Shared = Ports & {
  readonly index: TokenIndex
  readonly trail: AuditTrail
  readonly settings: () => Settings
}

/** Reminders with the vault open, and with the vault locked; each tells the other what it told. */
function buildReminders(shared: Shared, ways: () => Result<{ readonly keychain: boolean }>) {
  const reminders: ReminderService = new ReminderService({
    ...shared,
    onTold: () => locked.soon(),
  })
  const note = shared.schedule
  const byKeychain = (): boolean | null => {
    const info = ways()
    return info.ok ? info.value.keychain : null
  }
  const locked = new LockedReminders({ ...shared, note, byKeychain, reminders: () => reminders })
  return { locked, reminders }
}

function buildExchanges(
  shared: Shared,
  parts: { readonly asker: Asker; readonly copy: CopyService },
): ExchangeService {
  const { index, trail } = shared
  return new ExchangeService({
    ...shared,
    ...parts,
    onMade: ({ id, by, verdict }) => {
      const actor = by === 'copy' ? 'user' : 'engine'
      trail.record(did('exchange.made', { actor, code: verdict }), index.find(id))
    },
  })
}
