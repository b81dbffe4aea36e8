import type { TokenSummary } from '../../shared/model/token'
import { findCommand } from '../command/commands'
import { showKeys } from '../command/keys'
import { isolate, useWords } from '../i18n/intl'
import { useApp } from '../store/hooks'
import { PopupMenu, type MenuEntry } from '../ui/menu'

const SECTIONS = [
  ['token.copy', 'token.copy-access', 'token.check', 'token.rename'],
  ['token.page', 'token.rotate', 'token.revoke', 'token.others'],
  ['token.forget'],
] as const

/** What only a few kinds have. */
const RARE: readonly string[] = ['token.copy-access', 'token.others']

/** The actions of a token, where it was clicked; the same commands as everywhere. */
export function TokenMenu({
  token,
  point,
}: {
  readonly token: TokenSummary
  readonly point: { readonly x: number; readonly y: number }
}) {
  const app = useApp()
  const words = useWords()
  // the entry that was chosen may have opened something in the menu's place
  const close = (): void => {
    if (app.overlay.getState().name === 'menu') app.act.closeOverlay()
  }
  const entryOf = (id: string): MenuEntry[] => {
    const command = findCommand(id)
    // what only a few kinds have is not shown for the others
    if (!command || (RARE.includes(id) && !command.enabled(app))) return []
    const keys = command.keys[0]
    return [
      {
        id,
        label: words.t(command.label),
        icon: command.icon,
        keys: keys === undefined ? undefined : showKeys(keys),
        disabled: !command.enabled(app),
        danger: id === 'token.forget',
        run: () => command.run(app),
      },
    ]
  }
  return (
    <PopupMenu
      anchor={point}
      label={words.t('row.menu', { label: isolate(token.label) })}
      sections={SECTIONS.map((ids) => ids.flatMap(entryOf))}
      onClose={close}
    />
  )
}
