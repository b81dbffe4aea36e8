import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { RotationView } from '../../../shared/contract/rotation'
import { serviceOf } from '../../../shared/model/kind'
import type { Orphan, TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import g from '../guide/guide.module.css'
import { Hint } from '../guide/hint'
import type { RotateFlow } from '../guide/rotate-flow'
import s from './rotation.module.css'

type Act = 'use' | 'revoke' | 'leave'

export const orphanKey = ({ id, name, at }: Orphan): string => `${id ?? ''} ${name ?? ''} ${at}`

/** Tokens that a lost answer may have left on the platform, and what is to become of each. */
export function OrphansPart({
  token,
  view,
  flow,
}: {
  readonly token: TokenSummary
  readonly view: RotationView
  readonly flow: RotateFlow
}) {
  const app = useApp()
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const [asked, setAsked] = useState('')
  const title = useRef<HTMLParagraphElement>(null)
  const count = view.orphans.length
  const [first] = useState(count)
  // the button that was pressed is gone with its line
  useEffect(() => {
    if (count !== first) title.current?.focus()
  }, [count, first])
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const byHand = view.mode === 'guided'
  const acts = (orphan: Orphan): readonly Act[] => [
    ...(!byHand && view.showsValues && orphan.id !== null ? (['use'] as const) : []),
    ...(byHand ? [] : (['revoke'] as const)),
    'leave',
  ]
  return (
    <div className={s['orphans']}>
      <p ref={title} className={g['text']} tabIndex={-1} role="status">
        {words.t('rotation.orphans-text', { service })}
      </p>
      {byHand && <ByHand token={token} flow={flow} service={service} />}
      <ul className={s['list']} aria-label={words.t('rotation.orphans')}>
        {view.orphans.map((orphan) => (
          <li key={orphanKey(orphan)} className={s['orphan']}>
            <OrphanName orphan={orphan} service={service} />
            <div className={s['row']}>
              {acts(orphan).map((act) => (
                <Button
                  key={act}
                  size="small"
                  busy={busy === 'settle' && asked === `${act} ${orphanKey(orphan)}`}
                  onClick={() => {
                    setAsked(`${act} ${orphanKey(orphan)}`)
                    void flow.move('settle', { orphan, act })
                  }}
                >
                  {words.t(`rotation.orphan-${act}`)}
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Not the steps that delete the old one: it is the one in use. */
function ByHand({
  token,
  flow,
  service,
}: {
  readonly token: TokenSummary
  readonly flow: RotateFlow
  readonly service: string
}) {
  const app = useApp()
  const words = useWords()
  return (
    <>
      <p className={g['text']}>
        {words.rich('rotation.orphans-hand', {
          service,
          current: <Hint key="current" text={token.hint} />,
        })}
      </p>
      <div>
        <Button
          icon="external-link"
          onClick={() => {
            flow.touch()
            void app.act.openPage('delete', token.kind, { server: token.server, token: token.id })
          }}
        >
          {words.t('action.open-page')}
        </Button>
      </div>
    </>
  )
}

/** Its name there, and what is known of its making. */
export function OrphanName({
  orphan,
  service,
}: {
  readonly orphan: Orphan
  readonly service: string
}) {
  const words = useWords()
  return (
    <div>
      <p className={s['orphan-name']}>
        {orphan.name === null || orphan.name === '' ? (
          words.t('rotation.orphan-nameless')
        ) : (
          <bdi>{orphan.name}</bdi>
        )}
      </p>
      <p className={g['note']}>
        {words.t(orphan.id === null ? 'rotation.orphan-unseen' : 'rotation.orphan-seen', {
          date: moment(words, orphan.at),
          service,
        })}
      </p>
    </div>
  )
}
