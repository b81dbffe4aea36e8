import { useRef, useState } from 'react'
import { PIN_MAX, PIN_MIN } from '../../../shared/model/proof'
import { PIN_TRIES } from '../../../shared/model/limit'
import type { Output } from '../../../shared/contract/index'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { TextField } from '../../ui/field'
import { NewPasswordFields, useNewPassword } from '../vault/new-password'
import { drain } from '../vault/secret-input'
import { ChangeForm } from './change-form'

export type Ways = Output<'ways.info'>
export type Removable = 'keychain' | 'password' | 'recovery' | 'pin'

/** One change: what there is, and where it ends. */
export interface Step {
  readonly ways: Ways
  readonly onDone: (said: MessageId) => void
  readonly onBack: () => void
}

/** The first password, or another one. */
export function PasswordStep({ ways, onDone, onBack }: Step) {
  const app = useApp()
  const words = useWords()
  const typed = useNewPassword()
  const isFirst = ways.password === null
  return (
    <ChangeForm
      title={words.t(isFirst ? 'care.password.set' : 'care.password.change')}
      text={<p>{words.t(isFirst ? 'care.password.set-why' : 'care.password.change-why')}</p>}
      action={words.t(isFirst ? 'care.password.set-do' : 'care.password.change-do')}
      usable={ways.usable}
      fields={(busy) => (
        <NewPasswordFields of={typed} busy={busy} label={words.t('password.new')} />
      )}
      take={typed.take}
      run={(proof, password) => app.act.setPassword({ proof, password })}
      onDone={() => {
        // the settings for locking came with it
        if (isFirst) void app.act.loadSettings()
        onDone(isFirst ? 'care.password.was-set' : 'care.password.was-changed')
      }}
      onBack={onBack}
    />
  )
}

export function PinStep({ ways, onDone, onBack }: Step) {
  const app = useApp()
  const words = useWords()
  const pin = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string | null>(null)
  return (
    <ChangeForm
      title={words.t(ways.pin ? 'care.pin.change' : 'care.pin.set')}
      text={<p>{words.t('care.pin.why', { tries: PIN_TRIES })}</p>}
      action={words.t(ways.pin ? 'care.pin.change' : 'care.pin.do')}
      usable={ways.usable.filter((way) => way !== 'pin')}
      fields={(busy) => (
        <TextField
          ref={pin}
          type="password"
          label={words.t('care.pin.new')}
          help={words.t('care.pin.help', { count: PIN_MIN })}
          error={error}
          maxLength={PIN_MAX}
          required
          readOnly={busy}
          dir="ltr"
          onChange={() => setError(null)}
        />
      )}
      take={() => {
        if ((pin.current?.value.length ?? 0) >= PIN_MIN) return drain(pin)
        setError(words.t('password.short', { count: PIN_MIN }))
        pin.current?.focus()
        return null
      }}
      run={(proof, typed) => app.act.setPin({ proof, pin: typed })}
      onDone={() => onDone('care.pin.was-set')}
      onBack={onBack}
    />
  )
}

export function KeychainStep({ ways, onDone, onBack }: Step) {
  const app = useApp()
  const words = useWords()
  return (
    <ChangeForm
      title={words.t(ways.keychain ? 'care.keychain.renew' : 'care.keychain.add')}
      text={<p>{words.t(ways.keychain ? 'care.keychain.renew-why' : 'care.keychain.add-why')}</p>}
      action={words.t(ways.keychain ? 'care.keychain.renew-do' : 'care.keychain.add-do')}
      usable={ways.usable}
      take={() => true}
      run={(proof) => app.act.addKeychain(proof)}
      onDone={() => onDone(ways.keychain ? 'care.keychain.was-renewed' : 'care.keychain.was-added')}
      onBack={onBack}
    />
  )
}

const REMOVING: Readonly<
  Record<Removable, { title: MessageId; text: MessageId; action: MessageId; done: MessageId }>
> = {
  keychain: {
    title: 'care.keychain.remove',
    text: 'care.keychain.remove-why',
    action: 'care.remove-do',
    done: 'care.keychain.was-removed',
  },
  password: {
    title: 'care.password.remove',
    text: 'care.password.remove-why',
    action: 'care.remove-do',
    done: 'care.password.was-removed',
  },
  recovery: {
    title: 'care.recovery.remove',
    text: 'care.recovery.remove-why',
    action: 'care.remove-do',
    done: 'care.recovery.was-removed',
  },
  pin: {
    title: 'care.pin.remove',
    text: 'care.pin.remove-why',
    action: 'care.remove-do',
    done: 'care.pin.was-removed',
  },
}

export function RemoveStep({ ways, way, onDone, onBack }: Step & { readonly way: Removable }) {
  const app = useApp()
  const words = useWords()
  const { title, text, action, done } = REMOVING[way]
  return (
    <ChangeForm
      danger
      title={words.t(title)}
      text={<p>{words.t(text)}</p>}
      action={words.t(action)}
      usable={ways.usable}
      take={() => true}
      run={(proof) => app.act.removeWay({ proof, way })}
      onDone={() => onDone(done)}
      onBack={onBack}
    />
  )
}
