import { useEffect, useRef } from 'react'
import { serviceOf, type KindId } from '../../../shared/model/kind'
import type { AppError } from '../../../shared/error'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords, type Words } from '../../i18n/intl'
import type { MessageId } from '../../i18n/messages'
import type { App } from '../../store/app'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { Icon } from '../../ui/icon'
import s from './guide.module.css'
import type { Work } from './rotate-flow'

/** What was not proved, and what that keeps safe. */
const UNPROVED: Readonly<Partial<Record<Work | 'other', MessageId>>> = {
  back: 'guide.refused-back',
  cancel: 'guide.refused-cancel',
  promote: 'guide.refused-not-proved',
}

/** Why something was not done, in words that fit the place. */
export function refusalText({ names, tokens }: App, words: Words, error: AppError): string {
  const param = error.params[error.code === 'token.duplicate' ? 'id' : 'kind']
  if (error.code === 'rotation.other-kind' && typeof param === 'string' && param.includes('/')) {
    const kind = param as KindId
    return words.t('guide.refused-kind', {
      kind: names.kind(kind),
      service: isolate(names.service(serviceOf(kind))),
    })
  }
  if (error.code === 'rotation.other-kind') return words.t('guide.refused-unknown')
  if (error.code === 'token.duplicate') {
    const owner = tokens.getState().list.find((each) => each.id === param)
    if (owner) return words.t('guide.refused-duplicate', { label: isolate(owner.label) })
  }
  return words.t(`error.${error.code}`, paramsOf(error))
}

export function Refused({
  token,
  work,
  error,
}: {
  readonly token: TokenSummary
  readonly work: Work | 'other'
  readonly error: AppError
}) {
  const app = useApp()
  const words = useWords()
  const box = useRef<HTMLParagraphElement>(null)
  const limited = work === 'cancel' && error.params['verdict'] === 'limited'
  const unproved =
    error.code !== 'rotation.not-proved'
      ? undefined
      : limited
        ? 'guide.refused-cancel-limited'
        : UNPROVED[work]
  const service = isolate(app.names.service(serviceOf(token.kind)))
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), [error])
  return (
    <p ref={box} className={s['refused']} role="alert">
      <Icon name="triangle" size={15} />
      {unproved ? words.t(unproved, { service }) : refusalText(app, words, error)}
    </p>
  )
}
