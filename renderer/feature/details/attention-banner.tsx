import { useStore } from 'zustand'
import { isUnderWay } from '../../../shared/model/stage'
import type { TokenSummary } from '../../../shared/model/token'
import { duesOf } from '../../../shared/model/warning'
import { isolate, useWords } from '../../i18n/intl'
import { day, relative } from '../../i18n/time'
import { canRotate } from '../../store/ability'
import { useApp, useMinute } from '../../store/hooks'
import { serviceOf } from '../../../shared/model/kind'
import { Button } from '../../ui/button'
import { cx } from '../../ui/cx'
import { Icon } from '../../ui/icon'
import { needText } from '../rotation/status'
import { lookOf, severityOf, type Tone } from '../token/due'
import type { IconName } from '../../ui/icon'
import s from './attention-banner.module.css'

interface Note {
  readonly key: string
  readonly tone: Tone
  readonly icon: IconName
  readonly title: string
  readonly text: string
  readonly action: 'rotate' | 'revoke' | null
}

/** What needs attention about a token, said in full, with the way on. */
export function AttentionBanner({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const notes = useNotes(token)
  return notes.map((note) => (
    <div key={note.key} className={cx(s['banner'], s[note.tone])} role="note">
      <Icon name={note.icon} size={17} className={s['icon']} />
      <div className={s['what']}>
        <p className={s['title']}>{note.title}</p>
        <p className={s['text']}>{note.text}</p>
      </div>
      {note.action && (
        <Button
          size="small"
          onClick={() => app.act.openOverlay({ name: note.action ?? 'rotate', id: token.id })}
        >
          {words.t(
            note.action === 'revoke' || token.phase.name === 'rotating'
              ? 'banner.continue'
              : 'banner.rotate',
          )}
        </Button>
      )}
    </div>
  ))
}

function useNotes(token: TokenSummary): Note[] {
  const app = useApp()
  const words = useWords()
  const now = useMinute()
  const kind = useStore(app.session, (session) => session.kinds.get(token.kind))
  const open = useStore(app.rotations, ({ rotations, revocations }) =>
    token.phase.name === 'revoking' ? revocations.get(token.id) : rotations.get(token.id),
  )
  const { phase } = token
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const need = open && isUnderWay(phase) ? needText(open, { words, now }) : null
  const note = (
    key: 'revoked' | 'revoking' | 'rotating' | 'expired' | 'rejected' | 'forbidden',
    tone: Tone,
    rest: Pick<Note, 'icon' | 'action'> & { since?: number },
  ): Note => {
    const since = rest.since === undefined ? '' : relative(words, rest.since, now)
    return {
      key,
      tone,
      icon: rest.icon,
      action: rest.action,
      title: words.t(`banner.${key}`, { service, since }),
      text: words.t(`banner.${key}-text`, { service, since }),
    }
  }
  /** With what it waits for. */
  const moving = (plain: Note): Note =>
    need === null
      ? plain
      : { ...plain, title: words.t('banner.with-status', { title: plain.title, status: need }) }
  if (phase.name === 'revoked')
    return [note('revoked', 'none', { icon: 'ban', action: null, since: phase.at })]
  const notes: Note[] = []
  if (phase.name === 'revoking')
    notes.push(
      moving(note('revoking', 'info', { icon: 'shield-x', action: 'revoke', since: phase.since })),
    )
  if (phase.name === 'rotating')
    notes.push(
      moving(note('rotating', 'info', { icon: 'rotate', action: 'rotate', since: phase.since })),
    )
  const free = phase.name === 'idle' && canRotate(token, kind) ? 'rotate' : null
  const verdict = token.settled?.verdict
  if (verdict === 'expired' || verdict === 'rejected') {
    if (phase.name !== 'revoking')
      notes.push(note(verdict, 'critical', { icon: 'circle-x', action: free }))
    return notes
  }
  if (verdict === 'forbidden')
    notes.push(note('forbidden', 'notice', { icon: 'shield-alert', action: null }))
  for (const due of duesOf(token, now)) {
    if (due.level === null) continue
    const { tone, icon } = lookOf(severityOf(due))
    const values = { when: relative(words, due.at, now), date: day(words, due.at), service }
    const passed = due.level === 'over' ? '-over' : ''
    notes.push({
      key: due.cause,
      tone,
      icon: icon ?? 'clock',
      title: words.t(`due.${due.cause}${passed}`, values),
      text: words.t(`banner.${due.cause}${passed}`, values),
      action: free,
    })
  }
  return notes
}
