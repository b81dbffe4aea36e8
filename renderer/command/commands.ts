import type { TokenId, TokenSummary } from '../../shared/model/token'
import type { MessageId } from '../i18n/messages'
import { canExchange, canList, canRevoke, canRotate } from '../store/ability'
import type { App } from '../store/app'
import { inScope, SCOPES } from '../store/overview'
import { isMoving } from '../store/start'
import type { IconName } from '../ui/icon'

/** Something that the user can do: the palette, the help, menus and keys are made from these. */
export interface Command {
  readonly id: string
  readonly label: MessageId
  readonly group: 'token' | 'view' | 'app'
  readonly icon: IconName
  /** Shortcuts, the one to show first. */
  readonly keys: readonly string[]
  /** Its shortcut works while a text field has the focus too. */
  readonly inFields: boolean
  /** It works over dialogs too. */
  readonly always: boolean
  enabled(app: App): boolean
  run(app: App): void
}

type Draft = Pick<Command, 'id' | 'label' | 'group' | 'icon' | 'run'> & Partial<Command>

const define = (draft: Draft): Command => ({
  keys: [],
  inFields: false,
  always: false,
  enabled: () => true,
  ...draft,
})

const active = (app: App): TokenSummary | null => app.token(app.view.getState().active)

/** A command about the token that is shown. */
function ofToken(
  draft: Omit<Draft, 'group' | 'run' | 'enabled'> & {
    run: (app: App, token: TokenSummary) => void
    when?: (token: TokenSummary, app: App) => boolean
  },
): Command {
  const { run, when, ...rest } = draft
  return define({
    ...rest,
    group: 'token',
    enabled: (app) => {
      const token = active(app)
      return token !== null && (when?.(token, app) ?? true)
    },
    run: (app) => {
      const token = active(app)
      if (token) run(app, token)
    },
  })
}

const kindOf = (app: App, { kind }: TokenSummary) => app.session.getState().kinds.get(kind)

/** What ends or is to be rotated soon, and is not on its way already. */
const dueIds = (app: App): TokenId[] =>
  app.tokens
    .getState()
    .list.filter((token) => token.phase.name === 'idle' && inScope('expiring', token, app.judge()))
    .map((token) => token.id)

const tokenCommands: readonly Command[] = [
  define({
    id: 'token.add',
    label: 'action.add',
    group: 'token',
    icon: 'plus',
    keys: ['Mod+N'],
    inFields: true,
    run: (app) => app.act.openAdd(),
  }),
  ofToken({
    id: 'token.copy',
    label: 'command.copy',
    icon: 'copy',
    keys: ['Mod+C'],
    run: (app, token) => void app.act.copy(token.id),
  }),
  ofToken({
    id: 'token.copy-access',
    label: 'exchange.copy',
    icon: 'copy',
    keys: ['Mod+Shift+C'],
    when: (token, app) => canExchange(kindOf(app, token)),
    run: (app, token) => void app.act.copyAccess(token.id),
  }),
  ofToken({
    id: 'token.check',
    label: 'action.check',
    icon: 'refresh',
    keys: ['F5', 'Mod+R'],
    inFields: true,
    run: (app, token) => void app.act.check(token.id),
  }),
  ofToken({
    id: 'token.rename',
    label: 'command.rename',
    icon: 'edit',
    keys: ['F2'],
    run: (app) => app.act.rename(true),
  }),
  ofToken({
    id: 'token.page',
    label: 'command.page',
    icon: 'external-link',
    keys: ['Mod+O'],
    run: (app, token) =>
      void app.act.openPage('delete', token.kind, { server: token.server, token: token.id }),
  }),
  ofToken({
    id: 'token.rotate',
    label: 'command.rotate',
    icon: 'rotate',
    keys: ['Mod+Shift+T'],
    when: (token, app) => canRotate(token, kindOf(app, token)),
    run: (app, token) => app.act.openOverlay({ name: 'rotate', id: token.id }),
  }),
  ofToken({
    id: 'token.revoke',
    label: 'command.revoke',
    icon: 'shield-x',
    when: (token, app) => canRevoke(token, kindOf(app, token)),
    run: (app, token) => app.act.openOverlay({ name: 'revoke', id: token.id }),
  }),
  ofToken({
    id: 'token.activity',
    label: 'audit.of-token',
    icon: 'history',
    run: (app, token) => app.act.openOverlay({ name: 'audit', id: token.id }),
  }),
  ofToken({
    id: 'token.others',
    label: 'inventory.of-token',
    icon: 'layers',
    when: (token, app) => canList(kindOf(app, token)),
    run: (app, token) => app.act.openOverlay({ name: 'inventory', id: token.id }),
  }),
  ofToken({
    id: 'token.forget',
    label: 'command.forget',
    icon: 'trash',
    keys: ['Delete'],
    run: (app, token) => app.act.openOverlay({ name: 'forget', id: token.id }),
  }),
  define({
    id: 'token.undo',
    label: 'command.undo',
    group: 'token',
    icon: 'undo',
    keys: ['Mod+Z'],
    enabled: (app) => app.act.canUndo(),
    run: (app) => void app.act.undoForget(),
  }),
  define({
    id: 'token.select-all',
    label: 'command.select-all',
    group: 'token',
    icon: 'check',
    keys: ['Mod+A'],
    enabled: (app) => app.listing.getState().count > 0,
    run: (app) => app.act.markAll(),
  }),
  define({
    id: 'token.rotate-many',
    label: 'command.rotate-many',
    group: 'token',
    icon: 'rotate',
    enabled: (app) => app.selection.getState().ids.size > 0,
    run: (app) => app.act.openMany('rotate'),
  }),
  define({
    id: 'token.revoke-many',
    label: 'command.revoke-many',
    group: 'token',
    icon: 'shield-x',
    enabled: (app) => app.selection.getState().ids.size > 0,
    run: (app) => app.act.openMany('revoke'),
  }),
  define({
    id: 'token.rotate-due',
    label: 'command.rotate-due',
    group: 'token',
    icon: 'alarm-clock',
    enabled: (app) => dueIds(app).length > 0,
    run: (app) => {
      app.act.markThese(dueIds(app))
      app.act.openMany('rotate')
    },
  }),
  define({
    id: 'token.rotations',
    label: 'command.rotations',
    group: 'token',
    icon: 'rotate',
    enabled: (app) => app.tokens.getState().list.some(isMoving),
    run: (app) => app.act.openOverlay({ name: 'rotations' }),
  }),
  define({
    id: 'token.check-all',
    label: 'command.check-all',
    group: 'token',
    icon: 'refresh',
    keys: ['Mod+Shift+R', 'Shift+F5'],
    inFields: true,
    enabled: (app) =>
      app.tokens.getState().list.length > 0 && app.checks.getState().run?.state !== 'running',
    run: (app) => void app.act.checkMany(null),
  }),
  define({
    id: 'token.check-stop',
    label: 'command.check-stop',
    group: 'token',
    icon: 'x',
    enabled: (app) => app.checks.getState().run?.state === 'running',
    run: (app) => void app.act.cancelCheck(),
  }),
  define({
    id: 'clipboard.clear',
    label: 'command.clear-clipboard',
    group: 'token',
    icon: 'paste',
    enabled: (app) => app.clipboard.getState().clip !== null,
    run: (app) => void app.act.clearClipboard(),
  }),
]

const focus = (id: string): void => {
  const element = document.getElementById(id)
  element?.focus()
  if (element instanceof HTMLInputElement) element.select()
}

const viewCommands: readonly Command[] = [
  define({
    id: 'search.focus',
    label: 'list.search',
    group: 'view',
    icon: 'search',
    keys: ['/', 'Mod+F'],
    inFields: true,
    run: () => focus('search'),
  }),
  ...SCOPES.map((scope, index) =>
    define({
      id: `view.${scope}`,
      label: `nav.${scope}`,
      group: 'view',
      icon: 'filter',
      keys: [`Mod+${index + 1}`],
      inFields: true,
      run: (app) => app.act.look({ scope, query: '' }),
    }),
  ),
  define({
    id: 'view.grouped',
    label: 'list.grouped',
    group: 'view',
    icon: 'layers',
    run: (app) => app.act.look({ grouped: !app.view.getState().grouped }),
  }),
  define({
    id: 'view.sort-label',
    label: 'command.sort-label',
    group: 'view',
    icon: 'sort',
    run: (app) => app.act.look({ sort: 'label' }),
  }),
  define({
    id: 'view.sort-due',
    label: 'command.sort-due',
    group: 'view',
    icon: 'sort',
    run: (app) => app.act.look({ sort: 'due' }),
  }),
]

const isOpen = (app: App): boolean => app.session.getState().settings !== null

const appCommands: readonly Command[] = [
  define({
    id: 'palette.open',
    label: 'command.palette',
    group: 'app',
    icon: 'command',
    keys: ['Mod+K'],
    inFields: true,
    run: (app) => app.act.openOverlay({ name: 'palette' }),
  }),
  define({
    id: 'inventory.open',
    label: 'inventory.open',
    group: 'app',
    icon: 'layers',
    keys: ['Mod+Shift+P'],
    inFields: true,
    enabled: isOpen,
    run: (app) => app.act.openOverlay({ name: 'inventory', id: null }),
  }),
  define({
    id: 'audit.open',
    label: 'audit.open',
    group: 'app',
    icon: 'history',
    keys: ['Mod+Shift+A'],
    inFields: true,
    enabled: isOpen,
    run: (app) => app.act.openOverlay({ name: 'audit', id: null }),
  }),
  define({
    id: 'settings.open',
    label: 'nav.settings',
    group: 'app',
    icon: 'settings',
    keys: ['Mod+,'],
    inFields: true,
    enabled: isOpen,
    run: (app) => app.act.openOverlay({ name: 'settings' }),
  }),
  define({
    id: 'vault.care',
    label: 'care.title',
    group: 'app',
    icon: 'shield-check',
    enabled: isOpen,
    run: (app) => app.act.openOverlay({ name: 'vault' }),
  }),
  ...(['import', 'export'] as const).map((way) =>
    define({
      id: `vault.${way}`,
      label: `transfer.${way}-open`,
      group: 'app',
      icon: way === 'import' ? 'file-in' : 'file-out',
      enabled: isOpen,
      run: (app) => app.act.openOverlay({ name: way }),
    }),
  ),
  define({
    id: 'vault.lock',
    label: 'command.lock',
    group: 'app',
    icon: 'lock',
    keys: ['Mod+Shift+L'],
    inFields: true,
    always: true,
    enabled: isOpen,
    run: (app) => void app.act.lock(),
  }),
  define({
    id: 'help.open',
    label: 'nav.help',
    group: 'app',
    icon: 'keyboard',
    keys: ['?', 'F1'],
    run: (app) => app.act.openOverlay({ name: 'help' }),
  }),
  ...(['light', 'dark', 'system'] as const).map((theme) =>
    define({
      id: `theme.${theme}`,
      label: `command.theme-${theme}`,
      group: 'app',
      icon: 'eye',
      enabled: (app) => isOpen(app) && app.session.getState().settings?.theme !== theme,
      run: (app) => void app.act.saveSettings({ theme }),
    }),
  ),
  define({
    id: 'app.data-folder',
    label: 'command.data-folder',
    group: 'app',
    icon: 'folder',
    run: (app) => void app.act.showDataFolder(),
  }),
]

/** Everything that can be done, in the order of the palette. */
export const COMMANDS: readonly Command[] = [...tokenCommands, ...viewCommands, ...appCommands]

export function findCommand(id: string): Command | undefined {
  return COMMANDS.find((command) => command.id === id)
}

/** Runs a command if it can be run now. */
export function runCommand(app: App, id: string): boolean {
  const command = findCommand(id)
  if (!command?.enabled(app)) return false
  command.run(app)
  return true
}
