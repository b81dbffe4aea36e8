import { useState } from 'react'
import type { AppError } from '../../../shared/error'
import type { Proof } from '../../../shared/model/proof'
import type { Way } from '../../../shared/model/vault'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { drain, type InputRef } from '../vault/secret-input'
import { proofOf, type TypedWay } from '../vault/unlock-form'
import s from './vault-care.module.css'

const LABELS: Readonly<Record<TypedWay, MessageId>> = {
  password: 'care.proof.password',
  pin: 'care.proof.pin',
  recovery: 'care.proof.recovery',
}
const SWITCHES: Readonly<Record<TypedWay, MessageId>> = {
  password: 'unlock.use-password',
  pin: 'unlock.use-pin',
  recovery: 'unlock.use-recovery',
}

/** In which way the user shows who it is. */
export interface ProofChoice {
  /** null: the keychain answers for the user. */
  readonly by: TypedWay | null
  readonly others: readonly TypedWay[]
  readonly choose: (way: TypedWay) => void
}

const TYPED: readonly TypedWay[] = ['password', 'pin', 'recovery']

export function useProof(usable: readonly Way[]): ProofChoice {
  const [wanted, choose] = useState<TypedWay | null>(null)
  const ways = TYPED.filter((way) => usable.includes(way))
  const byKeychain = usable.includes('keychain')
  const by = wanted ?? (byKeychain ? null : (ways[0] ?? null))
  return { by, others: ways.filter((way) => way !== by), choose }
}

/** Reads and empties the field; null: nothing was typed. */
export function takeProof({ by }: ProofChoice, field: InputRef): Proof | null {
  if (by === null) return { by: 'keychain' }
  const text = drain(field)
  if (text !== '') return proofOf(by, text)
  field.current?.focus()
  return null
}

/** Codes that are about the proof and not about what it was asked for. */
const ABOUT_PROOF: readonly AppError['code'][] = [
  'vault.wrong-password',
  'vault.wrong-pin',
  'vault.wrong-recovery-key',
  'vault.recovery-key-typo',
]

export const isAboutProof = (error: AppError | null): boolean =>
  error !== null && ABOUT_PROOF.includes(error.code)

/** The field for it, and the other ways; nothing where the keychain answers. */
export function ProofField({
  choice,
  field,
  busy,
  error,
}: {
  readonly choice: ProofChoice
  readonly field: InputRef
  readonly busy: boolean
  readonly error: AppError | null
}) {
  const words = useWords()
  if (choice.by === null && choice.others.length === 0) return null
  return (
    <div className={s['proof']}>
      {choice.by !== null && (
        <TextField
          key={choice.by}
          ref={field}
          type={choice.by === 'recovery' ? 'text' : 'password'}
          mono={choice.by === 'recovery'}
          label={words.t(LABELS[choice.by])}
          error={
            error && isAboutProof(error) ? words.t(`error.${error.code}`, paramsOf(error)) : null
          }
          maxLength={1024}
          required
          readOnly={busy}
          dir="ltr"
          autoCapitalize="off"
        />
      )}
      {choice.others.length > 0 && (
        <div className={s['others']}>
          {choice.others.map((way) => (
            <Button key={way} look="link" disabled={busy} onClick={() => choice.choose(way)}>
              {words.t(SWITCHES[way])}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
