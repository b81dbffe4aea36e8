import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { day } from '../../i18n/time'
import { Button } from '../../ui/button'
import { Icon, type IconName } from '../../ui/icon'
import type { Removable, Ways } from './steps'
import { nameOf } from './way-back'
import s from './vault-care.module.css'

/** What the user wants to change. */
export type Wish =
  | { readonly step: 'password' | 'pin' | 'keychain' | 'recovery' | 'key' | 'restore' }
  | { readonly step: 'remove'; readonly way: Removable }

interface Row {
  readonly way: Removable
  readonly icon: IconName
  readonly name: MessageId
  readonly on: boolean
  readonly text: MessageId
  readonly set: {
    readonly step: Exclude<Wish['step'], 'remove' | 'restore' | 'key'>
    readonly label: MessageId
  } | null
  readonly removable: boolean
}

function rowsOf({ keychain, password, recovery, pin }: Ways): readonly Row[] {
  const has = password !== null
  return [
    {
      way: 'keychain',
      icon: 'key',
      name: 'care.keychain',
      on: keychain,
      text: keychain ? (has ? 'care.keychain.both' : 'care.keychain.on') : 'care.keychain.off',
      set: { step: 'keychain', label: keychain ? 'care.renew' : 'care.use' },
      removable: keychain && has,
    },
    {
      way: 'password',
      icon: 'lock',
      name: 'unlock.password',
      on: has,
      text: has ? 'care.password.on' : 'care.password.off',
      set: { step: 'password', label: has ? 'care.change' : 'care.set' },
      removable: has && keychain,
    },
    {
      way: 'pin',
      icon: 'keyboard',
      name: 'unlock.pin',
      on: pin,
      text: pin ? 'care.pin.on' : has ? 'care.pin.off' : 'care.pin.needs-password',
      set: has ? { step: 'pin', label: pin ? 'care.change' : 'care.set' } : null,
      removable: pin,
    },
    {
      way: 'recovery',
      icon: 'file',
      name: 'unlock.recovery',
      on: recovery,
      text: recovery ? 'care.recovery.on' : 'care.recovery.off',
      set: { step: 'recovery', label: recovery ? 'care.replace' : 'care.make' },
      removable: recovery,
    },
  ]
}

/** What opens the vault, and what could. */
export function WaysSection({
  ways,
  onWish,
}: {
  readonly ways: Ways
  readonly onWish: (wish: Wish) => void
}) {
  const words = useWords()
  return (
    <section className={s['section']} aria-labelledby="care-ways">
      <h3 id="care-ways" className={s['title']}>
        {words.t('care.ways')}
      </h3>
      {!ways.recovery && (
        <p className={s['advice']}>
          <Icon name="triangle" size={16} />
          {words.t(ways.password === null ? 'care.advice.keychain' : 'care.advice.password')}
        </p>
      )}
      <ul className={s['ways']}>
        {rowsOf(ways).map((row) => {
          const since = row.on ? ways.since[row.way] : null
          return (
            <li key={row.way} className={s['way']} data-on={row.on}>
              <Icon name={row.icon} size={18} className={s['icon']} />
              <div className={s['what']}>
                <p className={s['name']}>
                  {words.t('care.way', { name: words.t(row.name), on: String(row.on) })}
                </p>
                <p className={s['note']}>
                  {words.t(row.text)}{' '}
                  {since !== null && words.t('care.since', { date: day(words, since) })}
                </p>
              </div>
              <div className={s['buttons']}>
                {row.set && (
                  <Button
                    size="small"
                    data-step={nameOf(row.set)}
                    aria-label={words.t('care.button', {
                      what: words.t(row.set.label),
                      name: words.t(row.name),
                    })}
                    onClick={() => row.set && onWish({ step: row.set.step })}
                  >
                    {words.t(row.set.label)}
                  </Button>
                )}
                {row.removable && (
                  <Button
                    size="small"
                    look="quiet"
                    data-step={nameOf({ step: 'remove', way: row.way })}
                    aria-label={words.t('care.button', {
                      what: words.t('care.remove'),
                      name: words.t(row.name),
                    })}
                    onClick={() => onWish({ step: 'remove', way: row.way })}
                  >
                    {words.t('care.remove')}
                  </Button>
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
