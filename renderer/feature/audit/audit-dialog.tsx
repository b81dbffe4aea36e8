import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { TokenId } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Dialog } from '../../ui/dialog'
import s from './audit-dialog.module.css'
import { AuditFooter } from './audit-footer'
import { AuditFilterBar } from './audit-filter-bar'
import { AuditList } from './audit-list'
import { AuditNotice } from './audit-notice'
import { AuditState } from './audit-state'
import { createActivity, type ActivityFlow } from './flow'

/** All that was done, newest first; of one token, if one is given. */
export function AuditDialog({ token }: { readonly token: TokenId | null }) {
  const app = useApp()
  const words = useWords()
  const [flow] = useState(() => createActivity(app.env, token, app.act.failed))
  useEffect(() => {
    void flow.load()
    return () => flow.end()
  }, [flow])
  return (
    <Dialog
      size="page"
      title={words.t('audit.title')}
      onClose={app.act.closeOverlay}
      footer={<AuditFooter flow={flow} />}
    >
      <div className={s['all']}>
        <AuditFilterBar flow={flow} />
        <AuditNotice flow={flow} />
        <Content flow={flow} />
      </div>
    </Dialog>
  )
}

function Content({ flow }: { readonly flow: ActivityFlow }) {
  const empty = useStore(flow.store, ({ rows }) => rows.length === 0)
  return empty ? <AuditState flow={flow} /> : <AuditList flow={flow} />
}
