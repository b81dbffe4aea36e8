import { useState } from 'react'
import type { RotationView } from '../../../shared/contract/rotation'
import type { DeliveryPlace } from '../../../shared/model/destination'
import type { TokenSummary } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { useInlineEditor } from '../details/inline-editor'
import { PlaceField } from '../used/place-field'
import { PlaceIcon } from '../used/place-icon'
import s from '../used/used.module.css'

interface Props {
  readonly token: TokenSummary
  readonly view: Pick<RotationView, 'destinations'>
}

/** The places that need the new token, each to be ticked off; with none listed, a field for them. */
export function DestinationsChecklist({ token, view }: Props) {
  const words = useWords()
  const { destinations } = view
  const { editing, open, close, opener } = useInlineEditor()
  const done = destinations.filter((each) => each.done).length
  const none = destinations.length === 0
  // who begins with nothing goes on writing after the first one
  const [empty] = useState(none)
  return (
    <div className={s['checklist']}>
      {none ? (
        <p className={s['none']}>{words.t('used.none-yet')}</p>
      ) : (
        <>
          <p id="places-count" className={s['count']} role="status">
            {words.t('used.count', { done, count: destinations.length })}
          </p>
          <ul className={s['checks']} aria-labelledby="places-count">
            {destinations.map((place) => (
              <li key={place.id}>
                <Check token={token} place={place} />
              </li>
            ))}
          </ul>
        </>
      )}
      {none || empty || editing ? (
        <Add token={token} {...(editing ? { onCancel: close } : {})} />
      ) : (
        <div>
          <Button ref={opener} look="link" onClick={open}>
            {words.t('used.add-another')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Add({ token, onCancel }: Pick<Props, 'token'> & { readonly onCancel?: () => void }) {
  const app = useApp()
  const words = useWords()
  return (
    <PlaceField
      several
      autoFocus={onCancel !== undefined}
      label={words.t('used.add-label')}
      action={words.t('used.add')}
      onSave={(text) => app.act.addPlaces(token.id, text)}
      {...(onCancel && { onCancel })}
    />
  )
}

function Check({ token, place }: Pick<Props, 'token'> & { readonly place: DeliveryPlace }) {
  const app = useApp()
  /** What was just chosen, until it is stored; null: nothing. */
  const [chosen, setChosen] = useState<boolean | null>(null)
  const tick = async (done: boolean): Promise<void> => {
    setChosen(done)
    await app.act.tickPlace({ id: token.id, destination: place.id }, done)
    setChosen(null)
  }
  return (
    <label className={s['check']}>
      <input
        type="checkbox"
        checked={chosen ?? place.done}
        onChange={(event) => void tick(event.target.checked)}
      />
      <PlaceIcon kind={place.kind} />
      <bdi className={s['text']}>{place.text}</bdi>
    </label>
  )
}
