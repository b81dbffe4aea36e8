import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { ChooseStep } from './choose-step'
import { FirstButton } from './first-button'
import { ImportDone } from './import-done'
import { createImport, isTable, type ImportFlow } from './import-flow'
import { OPEN_FORM, OpenStep } from './open-step'
import { Preview } from './preview'
import { focusEditor } from './preview-list'
import s from './transfer.module.css'

/** Takes tokens over from a file: chosen, opened, looked at, and stored all at once. */
export function ImportDialog() {
  const app = useApp()
  const words = useWords()
  const [flow] = useState(() => createImport(app))
  useEffect(() => () => flow.end(), [flow])
  const { stage, file, rows, asking } = useStore(flow.store)

  const leave = (): void => {
    const state = flow.store.getState()
    if (state.busy === 'taking') return
    if (state.asking !== null) flow.ask(null)
    else if (state.stage === 'preview' && state.touched) flow.ask('leave')
    else app.act.closeOverlay()
  }
  const titled = file !== null && stage === 'preview'
  return (
    <Dialog
      title={
        titled
          ? words.t('transfer.import-from', { file: isolate(file.file) })
          : words.t('transfer.import-title')
      }
      size={stage === 'preview' && rows.length > 0 ? 'page' : 'medium'}
      dismissable={stage === 'choose' || stage === 'done'}
      onClose={leave}
      footer={asking !== null ? <Question flow={flow} /> : <Footer flow={flow} onLeave={leave} />}
    >
      <Step flow={flow} />
    </Dialog>
  )
}

function Step({ flow }: { readonly flow: ImportFlow }) {
  const stage = useStore(flow.store, (state) => state.stage)
  switch (stage) {
    case 'choose':
      return <ChooseStep flow={flow} />
    case 'open':
      return <OpenStep flow={flow} />
    case 'preview':
      return <Preview flow={flow} />
    case 'done':
      return <ImportDone flow={flow} />
  }
}

function Footer({ flow, onLeave }: { readonly flow: ImportFlow; readonly onLeave: () => void }) {
  const app = useApp()
  const words = useWords()
  const { stage, busy, file, rows, ticked, added } = useStore(flow.store)
  const close = (): void => app.act.openOverlay({ name: 'none' })
  if (stage === 'done') {
    return (
      <>
        <Button onClick={app.act.closeOverlay}>{words.t('action.close')}</Button>
        <Button
          onClick={() => {
            close()
            void app.act.checkMany([...added])
          }}
        >
          {words.t('transfer.check', { count: added.length })}
        </Button>
        <FirstButton
          look="primary"
          onClick={() => {
            close()
            app.act.look({ scope: 'all', query: '', sort: 'added' })
            app.act.markThese(added.length > 1 ? added : [])
            app.act.select(added[0] ?? null, added.length === 1)
          }}
        >
          {words.t('transfer.show', { count: added.length })}
        </FirstButton>
      </>
    )
  }
  if (stage === 'preview' && rows.length === 0) {
    return (
      <>
        <Button onClick={onLeave}>{words.t('action.cancel')}</Button>
        <FirstButton look="primary" busy={busy !== null} onClick={() => void flow.choose()}>
          {words.t('transfer.choose-other')}
        </FirstButton>
      </>
    )
  }
  // what a password is asked for begins there, and not with the button
  const Go = file?.sealed === true ? Button : FirstButton
  const other = (
    <Button disabled={busy !== null} onClick={() => void flow.choose()}>
      {words.t('transfer.choose-other')}
    </Button>
  )
  if (stage === 'preview') {
    return (
      <>
        <span className={s['aside']}>
          {other}
          {isTable(file) && (
            <Button look="quiet" disabled={busy !== null} onClick={flow.remap}>
              {words.t('transfer.remap')}
            </Button>
          )}
        </span>
        <Button disabled={busy === 'taking'} onClick={onLeave}>
          {words.t('action.cancel')}
        </Button>
        <Button
          look="primary"
          busy={busy === 'taking'}
          aria-disabled={ticked.size === 0}
          onClick={() => void flow.submit()}
        >
          {words.t('transfer.add', { count: ticked.size })}
        </Button>
      </>
    )
  }
  return (
    <>
      <Button onClick={onLeave}>{words.t('action.cancel')}</Button>
      {stage === 'open' ? (
        <>
          {other}
          <Go
            key={file?.id}
            look="primary"
            type="submit"
            form={OPEN_FORM}
            busy={busy === 'reading'}
          >
            {words.t('transfer.read')}
          </Go>
        </>
      ) : (
        <FirstButton
          look="primary"
          icon="folder"
          busy={busy !== null}
          onClick={() => void flow.choose()}
        >
          {words.t('transfer.choose')}
        </FirstButton>
      )}
    </>
  )
}

/** What is asked in place of the buttons; Escape goes back to them. */
function Question({ flow }: { readonly flow: ImportFlow }) {
  const app = useApp()
  const { env } = app
  const words = useWords()
  const first = useRef<HTMLButtonElement>(null)
  const asking = useStore(flow.store, (state) => state.asking)
  useEffect(() => first.current?.focus(), [asking])
  const leaving = asking === 'leave'
  return (
    <>
      <p className={s['question']} role="alert">
        <Icon name="triangle" size={14} />
        {leaving
          ? words.t('transfer.leave')
          : words.t('transfer.incomplete', { count: flow.incomplete().size })}
      </p>
      <Button
        ref={first}
        onClick={() => {
          flow.ask(null)
          if (leaving) return
          flow.look({ filter: 'incomplete', text: '' })
          // the button that had the focus is gone; what is missing stands there
          env.after(0, focusEditor)
        }}
      >
        {words.t(leaving ? 'transfer.leave-no' : 'transfer.incomplete-show')}
      </Button>
      <Button
        look={leaving ? 'danger' : 'primary'}
        onClick={() => (leaving ? app.act.closeOverlay() : void flow.submit(true))}
      >
        {words.t(leaving ? 'transfer.leave-yes' : 'transfer.incomplete-anyway')}
      </Button>
    </>
  )
}
