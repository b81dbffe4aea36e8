import type { ReactNode } from 'react'
import { COMMANDS } from '../../command/commands'
import { showKeys } from '../../command/keys'
import { useWords, type Words } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Dialog } from '../../ui/dialog'
import s from './help-dialog.module.css'

interface Line {
  readonly what: string
  /** Any of these does it; each is written as keys. */
  readonly keys: readonly string[]
}

/** In an order that fills two columns evenly. */
const GROUPS = ['token', 'app', 'view'] as const

/** Every shortcut, from the commands themselves, and the keys that a list has by nature. */
export function HelpDialog() {
  const app = useApp()
  const words = useWords()
  return (
    <Dialog size="large" title={words.t('help.title')} onClose={app.act.closeOverlay}>
      {/* nothing in it takes the focus, and it has to be scrolled by keys too */}
      <div className={s['all']} tabIndex={0} role="group" aria-label={words.t('help.title')}>
        <div className={s['columns']}>
          {GROUPS.map((group) => (
            <Group
              key={group}
              title={words.t(`command.group-${group}`)}
              lines={[...ofCommands(words, group), ...(group === 'app' ? inPalette(words) : [])]}
            />
          ))}
          <Group title={words.t('help.list')} lines={inList(words)} />
        </div>
        <section className={s['search']}>
          <h3 className={s['title']}>{words.t('help.search')}</h3>
          <p className={s['text']}>
            {words.rich('help.search-text', {
              code: (chunks: ReactNode[]) => (
                <code key={typeof chunks[0] === 'string' ? chunks[0] : 'code'}>{chunks}</code>
              ),
            })}
          </p>
        </section>
      </div>
    </Dialog>
  )
}

function ofCommands(words: Words, group: (typeof GROUPS)[number]): Line[] {
  return COMMANDS.filter((command) => command.group === group && command.keys.length > 0).map(
    (command) => ({
      what: words.t(command.label),
      keys: command.keys.map((keys) => showKeys(keys)),
    }),
  )
}

function inPalette(words: Words): Line[] {
  return [{ what: words.t('help.copy-found'), keys: [showKeys('Mod+Enter')] }]
}

function inList(words: Words): Line[] {
  return [
    { what: words.t('help.move'), keys: ['↑', '↓'] },
    { what: words.t('help.jump'), keys: ['Home', 'End', 'PgUp', 'PgDn'] },
    { what: words.t('help.type'), keys: [words.t('help.type-keys')] },
    { what: words.t('help.mark'), keys: [words.t('help.space'), showKeys('Mod+A')] },
    { what: words.t('help.mark-range'), keys: ['Shift+↑', 'Shift+↓'] },
    { what: words.t('help.details'), keys: ['Enter'] },
    { what: words.t('help.back'), keys: ['Esc'] },
    { what: words.t('help.menu'), keys: [showKeys('Shift+F10')] },
    { what: words.t('help.paste'), keys: [showKeys('Mod+V')] },
    { what: words.t('help.reveal'), keys: [words.t('help.reveal-keys')] },
  ]
}

function Group({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  return (
    <section className={s['group']}>
      <h3 className={s['title']}>{title}</h3>
      <dl className={s['lines']}>
        {lines.map((line) => (
          <div key={line.what} className={s['line']}>
            <dt>{line.what}</dt>
            <dd className={s['keys']}>
              {line.keys.map((keys) => (
                <kbd key={keys} className={s['key']}>
                  {keys}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
