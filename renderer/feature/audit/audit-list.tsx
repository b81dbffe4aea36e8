import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { AuditRow } from '../../../shared/model/audit'
import { useWords } from '../../i18n/intl'
import { useApp, useNarrow } from '../../store/hooks'
import s from './audit-list.module.css'
import { AuditRowView } from './audit-row'
import type { ActivityFlow } from './flow'
import { AUDIT_LIST_ID, AUDIT_SEARCH_ID, auditRowId } from './ids'

const ROW = 34
/** In a narrow window a line has two rows of text. */
const TALL = 52
const OVERSCAN = 8
/** So close to the end the next lines are asked for. */
const AHEAD = 40

/** Where a key leads among so many lines; null: nowhere. */
export function nextLine(
  key: string,
  at: number,
  { count, page }: { count: number; page: number },
) {
  const last = count - 1
  const to: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? last : at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: last,
  }
  const next = Object.hasOwn(to, key) ? to[key] : undefined
  return next === undefined ? null : Math.min(last, Math.max(0, next))
}

/** Asks for older lines before the end comes into view. */
function useMore(flow: ActivityFlow, last: number): void {
  const { rows, next } = useStore(flow.store)
  const close = last >= rows.length - AHEAD
  useEffect(() => {
    if (close && next !== null) void flow.more()
  }, [flow, close, next])
}

export function AuditList({ flow }: { readonly flow: ActivityFlow }) {
  const app = useApp()
  const words = useWords()
  const narrow = useNarrow()
  const { rows, active, total } = useStore(flow.store)
  const scroller = useRef<HTMLDivElement>(null)
  const size = narrow ? TALL : ROW
  const at = useMemo(() => rows.findIndex(({ seq }) => seq === active), [rows, active])
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler is in use, and nothing of it is memoized here
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: OVERSCAN,
    // a line that comes in above does not move what is read
    getItemKey: (index) => rows[index]?.seq ?? index,
  })
  useEffect(() => virtual.measure(), [virtual, size])
  useMore(flow, virtual.range?.endIndex ?? 0)

  const open = (row: AuditRow | undefined): void => {
    const token = row && 'act' in row ? app.token(row.token) : null
    if (token === null) return
    app.act.closeOverlay()
    app.act.reveal(token.id)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return
    if (event.key === '/') {
      event.preventDefault()
      document.querySelector<HTMLElement>(`#${AUDIT_SEARCH_ID} input`)?.focus()
      return
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      open(rows[at])
      return
    }
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / size) - 1)
    const next = nextLine(event.key, at, { count: rows.length, page })
    if (next === null) return
    event.preventDefault()
    flow.select(rows[next]?.seq ?? null)
    virtual.scrollToIndex(next, { align: 'auto' })
  }

  return (
    <div
      ref={scroller}
      id={AUDIT_LIST_ID}
      className={s['scroller']}
      role="grid"
      tabIndex={0}
      aria-label={words.t('audit.list')}
      aria-rowcount={total}
      aria-colcount={5}
      aria-activedescendant={at >= 0 && active !== null ? auditRowId(active) : undefined}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const own = event.target === event.currentTarget
        if (own && at < 0 && event.currentTarget.matches(':focus-visible')) {
          flow.select(rows[0]?.seq ?? null)
        }
      }}
    >
      <div className={s['all']} style={{ blockSize: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index]
          return (
            row && (
              <AuditRowView
                key={key}
                row={row}
                index={index}
                top={start}
                height={size}
                selected={row.seq === active}
                onSelect={() => flow.select(row.seq)}
                onToken={(token) => flow.choose({ token })}
                onOpen={() => open(row)}
              />
            )
          )
        })}
      </div>
    </div>
  )
}
