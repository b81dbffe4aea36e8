import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { closeWindow, type Outcome } from '../../bridge'
import { isolate, useWords } from '../../i18n/intl'
import { holdUnsaved } from '../../store/closing'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import s from './add-dialog.module.css'
import { DraftForm } from './draft-form'
import { createAddFlow, type AddFlow } from './flow'
import { PasteForm } from './paste-form'
import { standingOf } from './rules'

const FORM = 'add-token'

/** From a paste to a saved token. `opening`: a paste that is on its way already. */
export function AddDialog({
  opening,
}: {
  readonly opening: Promise<Outcome<'draft.open'>> | null
}) {
  const app = useApp()
  const words = useWords()
  const [flow] = useState(() => createAddFlow(app))
  const adopted = useRef<typeof opening>(null)
  const stage = useStore(flow.store, (state) => state.stage)
  const chosen = useStore(flow.store, (state) => state.kind !== null)

  useEffect(() => {
    // React may run an effect twice; a paste is taken once
    if (opening === null || adopted.current === opening) return
    adopted.current = opening
    void flow.adopt(opening)
  }, [flow, opening])

  const close = (): void => {
    const { asked } = app.closing.getState()
    flow.discard()
    app.act.closeOverlay()
    if (!asked) return
    holdUnsaved(app.closing, 'draft', false)
    closeWindow()
  }
  const { asking, leave, stay } = useLeaving(flow, close)
  const save = async (): Promise<void> => {
    const token = await flow.save()
    if (!token) return
    app.act.closeOverlay()
    app.act.reveal(token.id)
    app.toaster.show({
      key: 'saved',
      tone: 'good',
      message: 'toast.saved',
      values: { label: isolate(token.label) },
    })
  }
  const drafting = stage === 'draft' || stage === 'saving'
  return (
    <Dialog
      title={words.t('add.title')}
      onClose={leave}
      size={chosen ? 'large' : 'medium'}
      dismissable={!drafting}
      footer={
        asking ? (
          <Leaving onStay={stay} onLeave={close} />
        ) : drafting ? (
          <Footer flow={flow} onCancel={close} />
        ) : undefined
      }
    >
      {drafting ? (
        <DraftForm id={FORM} flow={flow} onSave={() => void save()} />
      ) : (
        <PasteForm flow={flow} />
      )}
    </Dialog>
  )
}

/**
 * Escape, the corner and closing the window ask before a value is lost that its platform may have
 * shown only once; Escape again goes back. Cancelling by its button is said plainly enough.
 */
function useLeaving(flow: AddFlow, close: () => void) {
  const { closing } = useApp()
  const [asking, setAsking] = useState(false)
  const asked = useStore(closing, (state) => state.asked)
  const before = useRef<Element | null>(null)
  const stay = (): void => {
    setAsking(false)
    closing.setState({ asked: false })
    if (before.current instanceof HTMLElement) before.current.focus()
  }
  const leave = (): void => {
    const { stage, draft } = flow.store.getState()
    if (asking || asked) stay()
    else if (stage === 'draft' && draft?.duplicateOf === null) {
      before.current = document.activeElement
      setAsking(true)
    } else if (stage !== 'saving') close()
  }
  const held = useStore(flow.store, (state) => state.stage === 'draft')
  const unsaved = useStore(
    flow.store,
    ({ stage, draft }) => stage === 'saving' || (stage === 'draft' && draft?.duplicateOf === null),
  )
  useEffect(() => {
    holdUnsaved(closing, 'draft', unsaved)
    return () => holdUnsaved(closing, 'draft', false)
  }, [closing, unsaved])
  return { asking: (asking || asked) && held, leave, stay }
}

function Leaving({
  onStay,
  onLeave,
}: {
  readonly onStay: () => void
  readonly onLeave: () => void
}) {
  const words = useWords()
  const stay = useRef<HTMLButtonElement>(null)
  useEffect(() => stay.current?.focus(), [])
  return (
    <>
      <p className={s['standing']} role="alert">
        <Icon name="triangle" size={14} />
        {words.t('add.leave')}
      </p>
      <Button ref={stay} onClick={onStay}>
        {words.t('add.leave-no')}
      </Button>
      <Button look="danger" onClick={onLeave}>
        {words.t('add.leave-yes')}
      </Button>
    </>
  )
}

function Footer({ flow, onCancel }: { readonly flow: AddFlow; readonly onCancel: () => void }) {
  const words = useWords()
  const state = useStore(flow.store)
  const ready = state.kind !== null && state.draft?.duplicateOf === null
  return (
    <>
      <Standing flow={flow} />
      <Button onClick={onCancel}>{words.t('action.cancel')}</Button>
      <Button
        look="primary"
        type="submit"
        form={FORM}
        disabled={!ready}
        busy={state.stage === 'saving'}
      >
        {words.t('action.save')}
      </Button>
    </>
  )
}

/** What saving means now: the check does not have to have been made. */
function Standing({ flow }: { readonly flow: AddFlow }) {
  const words = useWords()
  const { kind, checking, findings, draft } = useStore(flow.store)
  const info = flow.kindInfo()
  const text = ((): ReactNode => {
    if (kind === null || draft?.duplicateOf !== null) return null
    if (checking) return words.t('add.standing-checking')
    const id = standingOf(findings?.evidence.verdict, info)
    return id && words.t(id)
  })()
  return (
    <p className={s['standing']} role="status">
      {text !== null && (
        <>
          <Icon name="info" size={14} />
          {text}
        </>
      )}
    </p>
  )
}
