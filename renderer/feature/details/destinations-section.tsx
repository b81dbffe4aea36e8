import { useEffect, useRef, useState, type RefObject } from 'react'
import { useStore } from 'zustand'
import type { Destination } from '../../../shared/model/destination'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { moment, relative } from '../../i18n/time'
import { useApp, useMinute } from '../../store/hooks'
import { Button, IconButton } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { PlaceField } from '../used/place-field'
import { PlaceIcon } from '../used/place-icon'
import u from '../used/used.module.css'
import { useInlineEditor } from './inline-editor'
import { Section } from './section'

interface Props {
  readonly token: TokenSummary
  readonly destinations: readonly Destination[]
}

/** Where the token is used, in the user's words: what a rotation has to reach. */
export function DestinationsSection({ token, destinations }: Props) {
  const app = useApp()
  const words = useWords()
  const { editing, open, close, opener } = useInlineEditor()
  const { list, leave } = useKeptPlace(destinations.length, opener)
  return (
    <Section
      title={words.t('used.title')}
      aside={
        !editing && (
          <Button ref={opener} look="link" aria-label={words.t('used.add-label')} onClick={open}>
            {words.t('used.add')}
          </Button>
        )
      }
    >
      {destinations.length === 0 ? (
        <p className={u['none']}>{words.t('used.none')}</p>
      ) : (
        <ul className={u['list']} ref={list}>
          {destinations.map((place, at) => (
            <Row key={place.id} token={token} place={place} onRemove={() => leave(at)} />
          ))}
        </ul>
      )}
      {editing && (
        <div className={u['add']}>
          <PlaceField
            several
            autoFocus
            label={words.t('used.add-label')}
            action={words.t('used.add')}
            onSave={(text) => app.act.addPlaces(token.id, text)}
            onCancel={close}
          />
        </div>
      )}
      {destinations.length > 1 && <OneEachHint token={token} />}
    </Section>
  )
}

/**
 * One token in several places: what its platform says of that, else what is lost by it. Lokalise
 * help, 'API tokens', https://docs.lokalise.com/en/articles/1929556; Transifex help, 'API tokens',
 * https://help.transifex.com/en/articles/6248858.
 */
function OneEachHint({ token }: Pick<Props, 'token'>) {
  const words = useWords()
  return (
    <p className={u['hint']}>
      <Icon name="info" size={13} />
      {words.lookup(`advice.${serviceOf(token.kind)}.one-each`) ?? words.t('used.one-each')}
    </p>
  )
}

/** A place that is taken out takes the focus with it: the next one in the list gets it. */
function useKeptPlace(count: number, opener: RefObject<HTMLButtonElement | null>) {
  const list = useRef<HTMLUListElement>(null)
  const left = useRef<number | null>(null)
  useEffect(() => {
    if (left.current === null) return
    const rows = list.current?.querySelectorAll<HTMLElement>('[data-remove]')
    const next = rows?.[Math.min(left.current, count - 1)] ?? opener.current
    left.current = null
    if (document.activeElement === document.body) next?.focus()
  }, [count, opener])
  const leave = (at: number): void => {
    left.current = at
  }
  return { list, leave }
}

function Row({
  token,
  place,
  onRemove,
}: {
  readonly token: TokenSummary
  readonly place: Destination
  readonly onRemove: () => void
}) {
  const app = useApp()
  const words = useWords()
  const { editing, open, close, opener } = useInlineEditor()
  const [removing, setRemoving] = useState(false)
  const ref = { id: token.id, destination: place.id }
  const remove = async (): Promise<void> => {
    if (removing) return
    setRemoving(true)
    onRemove()
    if (!(await app.act.removePlace(ref))) setRemoving(false)
  }
  return (
    <li className={u['row']}>
      <PlaceIcon kind={place.kind} />
      {editing ? (
        <PlaceField
          autoFocus
          label={words.t('used.edit-label', { place: place.text })}
          action={words.t('action.save')}
          text={place.text}
          onCancel={close}
          onSave={async (text) => {
            const refused = text === place.text ? null : await app.act.editPlace(ref, text)
            if (refused === null) close()
            return refused
          }}
        />
      ) : (
        <>
          <div className={u['what']}>
            <p className={u['text']}>
              <bdi>{place.text}</bdi>
            </p>
            <State token={token} place={place} />
          </div>
          <div className={u['buttons']}>
            <IconButton
              ref={opener}
              size="small"
              icon="edit"
              label={words.t('action.edit')}
              aria-label={words.t('used.edit-label', { place: place.text })}
              onClick={open}
            />
            <IconButton
              data-remove
              size="small"
              icon="x"
              label={words.t('used.remove')}
              aria-label={words.t('used.remove-label', { place: place.text })}
              onClick={() => void remove()}
            />
          </div>
        </>
      )}
    </li>
  )
}

/** Whether it holds the current value, as far as it was ever said. */
function State({ token, place }: { readonly token: TokenSummary; readonly place: Destination }) {
  const app = useApp()
  const words = useWords()
  const now = useMinute()
  const view = useStore(app.rotations, ({ rotations }) => rotations.get(token.id))
  const { updatedAt } = place
  if (token.phase.name === 'rotating') {
    const done = view?.destinations.find((each) => each.id === place.id)?.done ?? false
    return done && <p className={`${u['state']} ${u['good']}`}>{words.t('used.has-new')}</p>
  }
  if (updatedAt === null) return null
  if (updatedAt >= token.secretSince)
    return (
      <p className={u['state']} data-tip={moment(words, updatedAt)}>
        {words.t('used.updated', { when: relative(words, updatedAt, now) })}
      </p>
    )
  return (
    <p className={u['state']}>
      <span className={u['stale']}>{words.t('used.stale')}</span>
      <Button
        look="link"
        onClick={() => void app.act.tickPlace({ id: token.id, destination: place.id }, true)}
      >
        {words.t('used.mark')}
      </Button>
    </p>
  )
}
