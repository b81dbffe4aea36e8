import { lazy, Suspense, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import s from './audit-footer.module.css'
import type { ActivityFlow } from './flow'

const PopupMenu = lazy(() =>
  import('../../ui/menu').then((module) => ({ default: module.PopupMenu })),
)

/** How many lines there are, and what can be done with all of them. */
export function AuditFooter({ flow }: { readonly flow: ActivityFlow }) {
  const words = useWords()
  const { total, checking } = useStore(flow.store)
  return (
    <>
      <span className={s['count']}>{words.t('audit.count', { count: total })}</span>
      <ExportButton flow={flow} />
      <Button icon="shield-check" busy={checking} onClick={() => void flow.check()}>
        {words.t('audit.check')}
      </Button>
    </>
  )
}

function ExportButton({ flow }: { readonly flow: ActivityFlow }) {
  const app = useApp()
  const words = useWords()
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const exporting = useStore(flow.store, (state) => state.exporting)
  const write = async (format: 'jsonl' | 'csv'): Promise<void> => {
    const done = await flow.export(format)
    if (done === null) return
    const values = { count: done.lines, file: isolate(done.file) }
    app.toaster.show({ key: 'audit', tone: 'good', message: 'audit.exported', values })
  }
  return (
    <>
      <Button
        ref={button}
        icon="file-down"
        busy={exporting}
        aria-haspopup="menu"
        aria-expanded={open}
        data-tip={words.t('audit.export-tip')}
        onClick={() => setOpen(true)}
      >
        {words.t('audit.export')}
      </Button>
      {open && (
        <Suspense>
          <PopupMenu
            anchor={button}
            label={words.t('audit.export')}
            onClose={() => setOpen(false)}
            sections={[
              (['jsonl', 'csv'] as const).map((id) => ({
                id,
                label: words.t(`audit.export-${id}`),
                run: () => void write(id),
              })),
            ]}
          />
        </Suspense>
      )}
    </>
  )
}
