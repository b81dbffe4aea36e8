import { ok, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import { describeServices } from '../platform/services'
import { Asker } from '../service/asker'
import { AuditService } from '../service/audit-service'
import { AuditTrail } from '../service/audit-trail'
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
  FileSaver,
  Fingerprint,
  Logger,
  Notifier,
  OpenVault,
  Random,
  VaultOpener,
  Words,
} from '../service/port'
import { ReminderService } from '../service/reminder-service'
import { SettingsService } from '../service/settings-service'
import { TokenIndex } from '../service/token-index'
import { TokenService } from '../service/token-service'
import { did } from '../service/trace'
import { VaultService, type Opened } from '../service/vault-service'
import { buildRotation } from './rotation-services'

/** Everything outside that the services are given. */
export interface Ports {
  readonly announcer: Announcer
  readonly browser: BrowserPort
  readonly clipboard: ClipboardPort
  readonly clock: Clock
  readonly fingerprint: Fingerprint
  readonly log: Logger
  readonly notifier: Notifier
  readonly opener: VaultOpener
  readonly platforms: Platforms
  readonly random: Random
  readonly saver: FileSaver
  readonly words: Words
}

export type Services = ReturnType<typeof buildServices>

/** Builds the services by hand; none of them reaches outside but through its ports. */
export function buildServices(ports: Ports) {
  const trail = new AuditTrail(ports)
  const settings = new SettingsService({ trail })
  const index = new TokenIndex({ ...ports, trail })
  const shared = { ...ports, index, trail, settings: () => settings.get() }
  const asker = new Asker(shared)
  const copy = new CopyService({ ...shared, asker })
  const tokens = new TokenService({
    ...shared,
    onForget: (id) => void copy.clearToken(id),
    onRestore: (id) => void rotating.engine.advance(id),
  })
  const exchanges = new ExchangeService({
    ...shared,
    asker,
    copy,
    onMade: ({ id, by, verdict }) =>
      trail.record(
        did('exchange.made', { actor: by === 'copy' ? 'user' : 'engine', code: verdict }),
        index.find(id),
      ),
  })
  const checks = new CheckService({ ...shared, asker, exchanges })
  const drafts = new DraftService({ ...shared, tokens })
  const rotating = buildRotation({ ...shared, asker, checks, tokens })
  const reminders = new ReminderService(shared)
  settings.onChange((now, before) => {
    if (now.notifications && !before.notifications) reminders.tellAgain()
  })
  const platforms = new PlatformService({
    ...shared,
    describe: () => describeServices(ports.platforms.all),
  })

  const readers = [reminders, rotating, drafts, checks, exchanges, tokens]
  const onOpen = (vault: OpenVault, how: Opened): Result<void> => {
    const opened = settings.open(vault.values)
    const listed = opened.ok ? index.open(vault.tokens) : opened
    if (!listed.ok) return listed
    index.prepare()
    trail.open(vault.audit, how)
    tokens.start()
    reminders.start(vault.values)
    rotating.start()
    return ok()
  }
  const onClose = (): void => {
    for (const reader of readers) reader.stop()
    trail.close()
    index.close()
    settings.close()
  }
  const vault = new VaultService({
    ...ports,
    onOpen,
    onRefused: (state, how) => trail.refused(state, how),
    onClose,
  })
  return {
    audit: new AuditService(shared),
    checks,
    copy,
    destinations: rotating.destinations,
    drafts,
    exchanges,
    index,
    inventory: rotating.inventory,
    platforms,
    reminders,
    engine: rotating.engine,
    orphans: rotating.orphans,
    planner: rotating.planner,
    revocation: rotating.revocation,
    rotation: rotating.rotation,
    signIns: rotating.signIns,
    settings,
    tokens,
    trail,
    vault,
  }
}
