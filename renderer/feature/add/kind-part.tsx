import { useState } from 'react'
import { useStore } from 'zustand'
import type { Candidate } from '../../../shared/contract/token'
import { serviceOf, type KindId } from '../../../shared/model/kind'
import { isolate, useWords } from '../../i18n/intl'
import type { MessageId } from '../../i18n/messages'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Choices } from '../../ui/radio'
import { ServiceIcon } from '../../ui/service-icon'
import type { AddFlow } from './flow'
import s from './kind-part.module.css'
import { settledKind } from './rules'

/** What is asked, by the number of kinds that it may be; of more it is one of several. */
const QUESTIONS: readonly MessageId[] = ['add.kind-unknown', 'add.kind-confirm']

/** What the paste was recognized as. Where it may be several things, the user is asked. */
export function KindPart({ flow }: { readonly flow: AddFlow }) {
  const app = useApp()
  const words = useWords()
  const draft = useStore(flow.store, (state) => state.draft)
  const kind = useStore(flow.store, (state) => state.kind)
  const services = useStore(app.session, (session) => session.services)
  const candidates = draft?.candidates ?? []
  const foreign = draft?.foreign ?? null
  const sure = draft !== null && kind !== null && settledKind(draft) === kind
  const [picking, setPicking] = useState(false)
  const [all, setAll] = useState(candidates.length === 0)

  if (sure && !picking)
    return <Recognized candidate={candidates[0]} onChange={() => setPicking(true)} />
  const likely = candidates.map((candidate) => candidate.kind)
  const others = services
    .flatMap((service) => service.kinds.map((each) => each.id))
    .filter((id) => !likely.includes(id))
  const everything = all || picking || likely.length === 0
  return (
    // Enter on a kind asks its platform, and does not save; the arrow keys only choose
    <div
      className={s['part']}
      data-kinds
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
        event.preventDefault()
        void flow.check()
      }}
    >
      <Choices
        label={
          foreign === null
            ? words.t(QUESTIONS[likely.length] ?? 'add.kind-several')
            : words.t('add.kind-foreign', { name: isolate(foreign) })
        }
        value={kind}
        onChange={flow.chooseKind}
        choices={[...likely, ...(everything ? others : [])].map((id) => ({
          id,
          lead: <KindIcon kind={id} />,
          label: words.t('add.kind', {
            kind: app.names.kind(id),
            service: app.names.service(serviceOf(id)),
          }),
          note: noteOf(candidates.find((candidate) => candidate.kind === id)),
        }))}
      />
      {!everything && (
        <Button look="link" className={s['more']} onClick={() => setAll(true)}>
          {words.t('add.kind-others')}
        </Button>
      )}
    </div>
  )

  function noteOf(candidate: Candidate | undefined): string | undefined {
    return candidate && words.t(`add.confidence-${candidate.confidence}`)
  }
}

function KindIcon({ kind, size = 22 }: { readonly kind: KindId; readonly size?: number }) {
  const { names } = useApp()
  const service = serviceOf(kind)
  return <ServiceIcon service={service} name={names.service(service)} size={size} />
}

function Recognized({
  candidate,
  onChange,
}: {
  readonly candidate: Candidate | undefined
  readonly onChange: () => void
}) {
  const app = useApp()
  const words = useWords()
  if (!candidate) return null
  const what = words.lookup(`kind.${candidate.kind}.what`)
  return (
    <div className={s['card']}>
      <KindIcon kind={candidate.kind} size={36} />
      <div className={s['what']}>
        <p className={s['name']}>
          {words.t('add.kind', {
            kind: app.names.kind(candidate.kind),
            service: app.names.service(serviceOf(candidate.kind)),
          })}
        </p>
        {what !== null && <p className={s['note']}>{what}</p>}
      </div>
      <Button look="link" onClick={onChange}>
        {words.t('add.kind-change')}
      </Button>
    </div>
  )
}
