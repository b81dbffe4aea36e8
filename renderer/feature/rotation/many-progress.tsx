import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { RevocationView, RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { serviceOf } from '../../../shared/model/kind'
import { isolate, useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { useApp, useMinute } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { CompanionButton } from '../guide/companion-button'
import { placeName } from './many-dialog'
import { byPlace, standingOf, type Standing } from './many-rules'
import { ManyGroup, ManyRow } from './many-row'
import s from './many.module.css'
import { SignInPart } from './sign-in-part'
import { needText } from './status'

interface Followed {
  readonly token: TokenSummary
  readonly what: 'rotation' | 'revocation'
  readonly view: RotationView | RevocationView | null
  readonly standing: Standing
  readonly place: string
}

function useFollowed(): Followed[] {
  const app = useApp()
  const batch = useStore(app.batch)
  const byId = useStore(app.tokens, (tokens) => tokens.byId)
  const { rotations, revocations } = useStore(app.rotations)
  return batch.ids.flatMap((id) => {
    const token = byId.get(id)
    if (!token) return []
    const ends = batch.ends.has(id)
    const view = (ends ? revocations.get(id) : rotations.get(id)) ?? null
    const done = ends ? token.phase.name === 'revoked' : batch.done.has(id)
    const standing = standingOf(view, { done, refused: view === null && batch.refused.has(id) })
    const place = batch.plans.get(id)?.place ?? `${serviceOf(token.kind)} ${token.server.id}`
    return { token, what: ends ? 'revocation' : 'rotation', view, standing, place }
  })
}

const LISTED = ['problem', 'you', 'browser', 'going', 'done', 'over'] as const

/** All that is open, where each stands, and what it needs; what is done stays until it is closed. */
export function ManyProgress() {
  const app = useApp()
  const words = useWords()
  const all = useFollowed()
  useEffect(() => void app.act.followOpen(), [app])
  const of = (standing: Standing): Followed[] => all.filter((each) => each.standing === standing)
  const signIns = byPlace(of('sign-in'), ({ place }) => place)
  const next = of('browser')[0]
  const open = all.filter(({ standing }) => standing !== 'done' && standing !== 'over')
  return (
    <Dialog
      size="large"
      dismissable={false}
      title={words.t('many.progress')}
      onClose={app.act.leaveOpen}
      footer={
        <div className={s['foot']}>
          <CompanionButton />
          <Button onClick={app.act.leaveOpen}>
            {words.t(open.length > 0 ? 'many.stop' : 'action.done')}
          </Button>
          {next && (
            <Button look="primary" onClick={() => guide(app, next)}>
              {words.t('many.next')}
            </Button>
          )}
        </div>
      }
    >
      <div className={s['all']}>
        <p className={s['counts']} role="status">
          {words.t('many.counts', {
            done: of('done').length,
            going: of('going').length,
            waits: of('sign-in').length + of('browser').length + of('you').length,
            problems: of('problem').length,
          })}
        </p>
        {open.length > 0 && <p className={s['about']}>{words.t('many.stop-note')}</p>}
        {signIns.map(({ place, rows }) => (
          <SignIn key={place} rows={rows} />
        ))}
        {LISTED.map((standing) => {
          const rows = of(standing)
          if (rows.length === 0) return null
          return (
            <ManyGroup key={standing} title={words.t(`many.is-${standing}`)}>
              {rows.map((row) => (
                <FollowedRow key={row.token.id} row={row} />
              ))}
            </ManyGroup>
          )
        })}
      </div>
    </Dialog>
  )
}

function guide(app: ReturnType<typeof useApp>, { token, what }: Followed): void {
  app.act.openOverlay({
    name: what === 'rotation' ? 'rotate' : 'revoke',
    id: token.id,
    from: { name: 'rotations' },
  })
}

/** One form for all that wait for the same sign-in. */
function SignIn({ rows }: { readonly rows: readonly Followed[] }) {
  const app = useApp()
  const words = useWords()
  const first = rows[0]
  if (!first?.view?.waiting) return null
  const byHand = (): void => {
    for (const { token, what } of rows) {
      const call =
        what === 'rotation'
          ? app.env.bridge.call('rotation.setMode', { id: token.id, mode: 'guided' })
          : app.env.bridge.call('revocation.start', { id: token.id, mode: 'guided' })
      void call.then((answer) => {
        if (!answer.ok) app.act.failed(answer.error)
      })
    }
  }
  return (
    <ManyGroup
      title={words.t('many.place', { place: placeName({ app, words }, first) })}
      before={
        <SignInPart
          key={first.view.waiting.need}
          token={first.token}
          waiting={first.view.waiting}
          what={first.what}
          onByHand={byHand}
        />
      }
    >
      {rows.map((row) => (
        <FollowedRow key={row.token.id} row={row} />
      ))}
    </ManyGroup>
  )
}

function FollowedRow({ row }: { readonly row: Followed }) {
  const app = useApp()
  const words = useWords()
  const { token, standing } = row
  const label = isolate(token.label)
  const canOpen = standing !== 'done' && standing !== 'over' && row.view !== null
  return (
    <ManyRow
      token={token}
      action={
        canOpen && (
          <Button
            size="small"
            aria-label={words.t('many.open-of', { label })}
            onClick={() => guide(app, row)}
          >
            {words.t('many.open')}
          </Button>
        )
      }
    >
      <Status row={row} />
    </ManyRow>
  )
}

function Status({ row: { token, view, what, standing } }: { readonly row: Followed }) {
  const app = useApp()
  const words = useWords()
  const now = useMinute()
  const refused = useStore(app.batch, (batch) => batch.refused.get(token.id))
  if (standing === 'done')
    return (
      <span className={s['done']}>
        {token.phase.name === 'revoked'
          ? words.t('many.revoked', { at: moment(words, token.phase.at) })
          : words.t('many.rotated')}
      </span>
    )
  if (view === null)
    return (
      <span className={refused ? s['warning'] : s['about']}>
        {words.t(refused ? `error.${refused}` : 'many.over')}
      </span>
    )
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const problem = view.waiting?.problem
  const text =
    view.act === null
      ? needText(view, { words, now })
      : what === 'revocation'
        ? words.t(view.act === 'prove' ? 'revocation.act-prove' : 'revocation.act-revoke', {
            service,
          })
        : words.t(`act.${view.act}`, { service })
  return (
    <>
      {text !== null && <span className={s['about']}>{text}</span>}
      {problem && standing !== 'sign-in' && (
        <span className={s['warning']}>{words.t(`problem.${problem}`, { service })}</span>
      )}
    </>
  )
}
