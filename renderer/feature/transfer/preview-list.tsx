import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { useStore } from 'zustand'
import type { ImportRow } from '../../../shared/contract/transfer'
import { useWords } from '../../i18n/intl'
import { useSlim } from '../../store/hooks'
import { nextLine } from '../audit/audit-list'
import { EDITOR_ID, importRowId, LIST_ID } from './ids'
import type { ImportFlow } from './import-flow'
import { PreviewRow } from './preview-row'
import s from './preview.module.css'

const ROW = 52
/** In a slim window what is said of a row stands below its name. */
const TALL = 74
const OVERSCAN = 8

/** What is wrong in the editor, or the first thing that can be said there. */
export function focusEditor(): void {
  const editor = document.getElementById(EDITOR_ID)
  const wrong = editor?.querySelector<HTMLElement>('[aria-invalid="true"]')
  const first = wrong ?? editor?.querySelector<HTMLElement>('button, input')
  first?.focus()
}

/** The row of the file that an event happened in. */
function keyOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null
  const key = row?.dataset['key']
  return key === undefined ? null : Number(key)
}

const isTick = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('[data-tick]') !== null

export function PreviewList({
  flow,
  shown,
}: {
  readonly flow: ImportFlow
  readonly shown: readonly ImportRow[]
}) {
  const words = useWords()
  const { active, ticked, choices, filter, text } = useStore(flow.store)
  const scroller = useRef<HTMLDivElement>(null)
  const size = useSlim() ? TALL : ROW
  const at = useMemo(() => shown.findIndex(({ key }) => key === active), [shown, active])
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler is in use, and nothing of it is memoized here
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: OVERSCAN,
    getItemKey: (index) => shown[index]?.key ?? index,
  })
  useEffect(() => virtual.measure(), [virtual, size])
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
    // when another row or part is looked at, and not while the user scrolls
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [active, shown])
  useEffect(() => scroller.current?.focus({ preventScroll: true }), [])

  useEffect(() => {
    if (at < 0) flow.look({ active: shown[0]?.key ?? null })
    // with another part of the file; a row that is being put right leaves one while it is written
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [filter, text])

  const toggle = (key: number): void => {
    // what has no kind yet is asked for it, and ticked by the answer
    if (choices[key]?.kind === null) focusEditor()
    else flow.tick([key], !ticked.has(key))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / size) - 1)
    const next = nextLine(event.key, at, { count: shown.length, page })
    if (next !== null) flow.look({ active: shown[next]?.key ?? null })
    else if (event.key === ' ' && active !== null && at >= 0) toggle(active)
    else if (event.key === 'Enter') focusEditor()
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      flow.tick(
        shown.map(({ key }) => key),
        true,
      )
    } else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const key = keyOf(event.target)
    if (key === null) return
    flow.look({ active: key })
    if (isTick(event.target)) toggle(key)
  }
  if (shown.length === 0) return <p className={s['none']}>{words.t('transfer.none-fits')}</p>
  return (
    <div
      ref={scroller}
      id={LIST_ID}
      className={s['scroller']}
      role="grid"
      tabIndex={0}
      aria-label={words.t('transfer.list')}
      aria-multiselectable
      aria-rowcount={shown.length}
      aria-activedescendant={at >= 0 && active !== null ? importRowId(active) : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div className={s['whole']} style={{ blockSize: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = shown[index]
          const choice = row && choices[row.key]
          return (
            row &&
            choice && (
              <PreviewRow
                key={key}
                row={row}
                choice={choice}
                info={flow.infoOf(choice)}
                index={index}
                top={start}
                height={size}
                active={row.key === active}
                ticked={ticked.has(row.key)}
              />
            )
          )
        })}
      </div>
    </div>
  )
}
