import { useState } from 'react'
import { useStore } from 'zustand'
import type { FieldValues, KindInfo, ServerRef } from '../../../shared/model/service'
import type { TokenSummary } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { fitsPattern } from '../token/fields'
import { KindFields, ServerField } from '../token/kind-fields'
import { NothingToShow } from '../nothing-to-show'
import s from './editors.module.css'

const FORM = 'edit-server'

/** Edits where a token is sent to, and what only the user can tell about it. */
export function ServerDialog({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const kind = useStore(app.session, (session) => session.kinds.get(token.kind))
  const fields = useStore(app.details, (details) =>
    details.id === token.id ? (details.value?.fields ?? null) : null,
  )
  // they may have failed, or are of a token that is gone
  if (!kind || fields === null) return <NothingToShow />
  return <ServerForm token={token} kind={kind} known={fields} />
}

function ServerForm({
  token,
  kind,
  known,
}: {
  readonly token: TokenSummary
  readonly kind: KindInfo
  readonly known: FieldValues
}) {
  const app = useApp()
  const words = useWords()
  const [server, setServer] = useState<ServerRef>(token.server)
  const [fields, setFields] = useState<FieldValues>(known)
  const close = app.act.closeOverlay
  const fits = kind.fields.every((field) => fitsPattern(field, fields[field.key]))
  const moved = server.id !== token.server.id || server.baseUrl !== token.server.baseUrl
  const save = async (): Promise<void> => {
    // a changed server makes the last check void, so an unchanged one is not sent
    const change = moved ? { server, fields } : { fields }
    if ((await app.act.edit(token.id, change)) !== null) close()
  }
  return (
    <Dialog
      size="small"
      title={words.t('place.title')}
      onClose={close}
      dismissable={false}
      footer={
        <>
          <Button onClick={close}>{words.t('action.cancel')}</Button>
          <Button look="primary" type="submit" form={FORM} disabled={!fits}>
            {words.t('action.save')}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className={s['editor']}
        onSubmit={(event) => {
          event.preventDefault()
          if (fits) void save()
        }}
      >
        <ServerField kind={kind} server={server} onChange={setServer} />
        <KindFields kind={kind} values={fields} onChange={setFields} />
        {moved && <p className={s['note']}>{words.t('place.moved')}</p>}
      </form>
    </Dialog>
  )
}
