import {
  defaultRangeExtractor,
  useVirtualizer,
  type Range,
  type Virtualizer,
} from '@tanstack/react-virtual'
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react'
import { useStore } from 'zustand'
import { watchHeight, windowHeight } from '../../bridge'
import type { TokenId } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import type { App } from '../../store/app'
import { useApp, useMinute } from '../../store/hooks'
import type { Item } from '../../store/listing'
import { GroupRow } from './group-row'
import { createTypeAhead, nextIndex } from './keyboard'
import { rowId } from './row-id'
import s from './token-list.module.css'
import { TokenRow } from './token-row'

const ROW = 52
const GROUP = 32
/** Rows that are drawn above and below those in view. */
const OVERSCAN = 6
/** In the first drawing, which somebody is waiting for, there are none. */
const FIRST_OVERSCAN = 0
/** How long the first drawing is left alone, ms. */
const SETTLE = 300

const indexOf = (items: readonly Item[], id: TokenId | null): number =>
  id === null ? -1 : items.findIndex((item) => item.type === 'token' && item.token.id === id)

/** The row of a token that an event happened in. */
function rowOf(target: EventTarget): TokenId | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-token]') : null
  return (row?.dataset['token'] as TokenId | undefined) ?? null
}

const isMark = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('[data-mark]') !== null

/** The first mark beside the token that is shown marks that one too. */
function markWith(app: App, id: TokenId): void {
  const { active } = app.view.getState()
  const first = app.selection.getState().ids.size === 0
  if (first && active !== null && active !== id) app.act.mark(active)
  app.act.mark(id)
}

/** Space marks the token that is shown, Escape takes all marks away. */
function takesMark(app: App, event: KeyboardEvent, active: TokenId | null): boolean {
  if (event.key === ' ' && active !== null) {
    app.act.mark(active)
    return true
  }
  if (event.key !== 'Escape' || app.selection.getState().ids.size === 0) return false
  app.act.unmark()
  return true
}

/** The rows to draw: those in view, the heading that sticks, and the one that has the focus. */
function useRange(headings: readonly number[], active: number) {
  return useMemo(
    () =>
      (range: Range): number[] => {
        const drawn = new Set(defaultRangeExtractor(range))
        const heading = headings.findLast((index) => index <= range.startIndex)
        if (heading !== undefined) drawn.add(heading)
        if (active >= 0) drawn.add(active)
        return [...drawn].sort((a, b) => a - b)
      },
    [headings, active],
  )
}

function useOverscan(): number {
  const { env } = useApp()
  const [overscan, setOverscan] = useState(FIRST_OVERSCAN)
  useEffect(() => env.after(SETTLE, () => setOverscan(OVERSCAN)), [env])
  return overscan
}

/**
 * The chosen token comes into view when it is chosen, and when the user has the list arranged in
 * another way; also when the list gets its height, and it stays in view when that changes, unless
 * the user has scrolled away from it.
 */
function useKeptInView(
  scroller: RefObject<HTMLDivElement | null>,
  virtual: Virtualizer<HTMLDivElement, Element>,
  { at, active }: { readonly at: number; readonly active: TokenId | null },
): void {
  const { view } = useApp()
  const arrangement = useStore(view, ({ scope, query, sort, grouped }) =>
    [scope, sort, grouped, query].join(' '),
  )
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
    // only when the user does something: not whenever the list changes under the user
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [active, arrangement])
  const chosen = useRef(at)
  useEffect(() => {
    chosen.current = at
  })
  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    let before: number | null = null
    return watchHeight(element, (height) => {
      const start = virtual.measurementsCache[chosen.current]?.start
      const seen = before === null || isWithin(start ?? -1, element.scrollTop, before)
      before = height
      if (start !== undefined && seen) virtual.scrollToIndex(chosen.current, { align: 'auto' })
    })
  }, [scroller, virtual])
}

/**
 * After a start, a lock or a dialog that the list was not there for, nothing has the focus: then
 * an arrow key is for the list.
 */
function useArrowsFromNowhere(scroller: RefObject<HTMLDivElement | null>): void {
  const { overlay } = useApp()
  useEffect(() => {
    const take = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      if (event.defaultPrevented || event.target !== document.body) return
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      if (overlay.getState().name !== 'none') return
      event.preventDefault()
      scroller.current?.focus()
    }
    document.addEventListener('keydown', take)
    return () => document.removeEventListener('keydown', take)
  }, [overlay, scroller])
}

const isWithin = (start: number, top: number, height: number): boolean =>
  start + ROW > top && start < top + height

export function TokenList() {
  const app = useApp()
  const words = useWords()
  const minute = useMinute()
  const items = useStore(app.listing, (listing) => listing.items)
  const active = useStore(app.view, (view) => view.active)
  const marks = useStore(app.selection, (selection) => selection.ids)
  const scroller = useRef<HTMLDivElement>(null)
  const typeAhead = useMemo(() => createTypeAhead(app.env.now), [app])
  const at = useMemo(() => indexOf(items, active), [items, active])
  const headings = useMemo(
    () => items.flatMap((item, index) => (item.type === 'group' ? index : [])),
    [items],
  )
  const rangeExtractor = useRange(headings, at)
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler is in use, and nothing of it is memoized here
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.type === 'group' ? GROUP : ROW),
    overscan: useOverscan(),
    // so that the rows are there in the first drawing, before the list was measured
    initialRect: { width: 0, height: windowHeight() },
    scrollPaddingStart: headings.length > 0 ? GROUP : 0,
    rangeExtractor,
  })

  // sizes depend on what stands where, so another arrangement starts from fresh measures
  useEffect(() => virtual.measure(), [virtual, items])

  useKeptInView(scroller, virtual, { at, active })
  useArrowsFromNowhere(scroller)

  const move = (index: number): void => {
    const item = items[index]
    if (item?.type === 'token') app.act.select(item.token.id)
  }
  const toDetails = (): void => {
    app.act.select(active, true)
    document.getElementById('details')?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter' && at >= 0) {
      event.preventDefault()
      toDetails()
      return
    }
    if (takesMark(app, event, active)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / ROW) - 1)
    const next = nextIndex(event, { items, at, page })
    const typed = next ?? typeAhead(event, { items, at })
    if (typed === null) return
    event.preventDefault()
    event.stopPropagation()
    const item = items[typed]
    if (next !== null && event.shiftKey && item?.type === 'token') app.act.markTo(item.token.id)
    move(typed)
  }
  const first = virtual.range?.startIndex ?? 0
  const sticking = headings.findLast((index) => index <= first)
  return (
    <div
      ref={scroller}
      id="token-list"
      className={s['scroller']}
      role="grid"
      aria-multiselectable
      tabIndex={0}
      aria-label={words.t('list.label')}
      aria-rowcount={items.length}
      aria-colcount={3}
      aria-activedescendant={at >= 0 && active !== null ? rowId(active) : undefined}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (
          event.target === event.currentTarget &&
          event.currentTarget.matches(':focus-visible') &&
          at < 0
        )
          move(nextIndex({ key: 'Home' }, { items, at, page: 1 }) ?? 0)
      }}
      onClick={(event) => pick(app, event)}
      onContextMenu={(event) => openMenu(app, event, active)}
    >
      <div className={s['all']} style={{ blockSize: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index]
          if (!item) return null
          const key = slotOf(index, virtual.range)
          if (item.type === 'group') {
            return (
              <GroupRow
                key={key}
                service={item.service}
                count={item.count}
                index={index}
                top={index === sticking ? null : start}
              />
            )
          }
          return (
            <TokenRow
              key={key}
              token={item.token}
              index={index}
              top={start}
              selected={item.token.id === active}
              marked={marks.size === 0 ? null : marks.has(item.token.id)}
              minute={minute}
            />
          )
        })}
      </div>
    </div>
  )
}

/** A click selects a row; with a key held, or on its mark, it marks it as one of several. */
function pick(app: App, event: MouseEvent): void {
  const id = rowOf(event.target)
  if (id === null) return
  if (event.shiftKey) app.act.markTo(id)
  else if (event.ctrlKey || event.metaKey || isMark(event.target)) markWith(app, id)
  else {
    app.act.select(id, true)
    return
  }
  app.act.select(id)
}

function openMenu(app: App, event: MouseEvent, active: TokenId | null): void {
  const id = rowOf(event.target) ?? active
  if (id === null) return
  event.preventDefault()
  app.act.select(id)
  // a menu key has no place of its own: the menu opens at the row
  const box = document.getElementById(rowId(id))?.getBoundingClientRect()
  const byKey = event.clientX === 0 && event.clientY === 0
  const point =
    byKey && box ? { x: box.left + 48, y: box.bottom } : { x: event.clientX, y: event.clientY }
  app.act.openOverlay({ name: 'menu', id, point })
}

/** More rows than any window shows at once. */
const POOL = 128

/**
 * Rows are used again for other tokens, as they scroll or are filtered: to change the texts of a
 * row costs a third of making one. What lies outside the run of rows in view has a key of its own.
 */
function slotOf(index: number, range: { startIndex: number; endIndex: number } | null): string {
  const near = range && index >= range.startIndex - OVERSCAN && index <= range.endIndex + OVERSCAN
  return near ? `slot ${index % POOL}` : `far ${index}`
}
