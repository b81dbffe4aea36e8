import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { ImportRow } from '../../../shared/contract/transfer'
import { isolate, useWords, type Words } from '../../i18n/intl'
import { Button } from '../../ui/button'
import { cx } from '../../ui/cx'
import { TextField } from '../../ui/field'
import { Icon } from '../../ui/icon'
import { Failure } from './failure'
import { LIST_ID } from './ids'
import type { Importing, ImportFlow } from './import-flow'
import { PreviewList } from './preview-list'
import { RowEditor } from './row-editor'
import { countRows, FILTERS, isFree, leftOutOf, shownRows, type Filter } from './rules'
import s from './preview.module.css'
import t from './transfer.module.css'

/** What is in the file, what each entry becomes, and which are taken. */
export function Preview({ flow }: { readonly flow: ImportFlow }) {
  const words = useWords()
  // one by one: the row that is looked at changes with every key, and is nothing to these
  const rows = useStore(flow.store, (state) => state.rows)
  const without = useStore(flow.store, (state) => state.without)
  const filter = useStore(flow.store, (state) => state.filter)
  const text = useStore(flow.store, (state) => state.text)
  const choices = useStore(flow.store, (state) => state.choices)
  const ticked = useStore(flow.store, (state) => state.ticked)
  const counted = useMemo(() => countRows(rows), [rows])
  const incomplete = useMemo(
    () => flow.incomplete(),
    // it is made of these
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [flow, choices, ticked],
  )
  const shown = useMemo(
    () => shownRows(rows, filter, { text, incomplete }),
    [rows, filter, text, incomplete],
  )
  if (rows.length === 0) {
    return (
      <div className={s['empty']} role="status">
        <Icon name="file-warning" size={28} />
        <h3 className={t['title']}>{words.t('transfer.empty')}</h3>
        <p className={t['text']}>{words.t('transfer.empty-text', { count: without })}</p>
      </div>
    )
  }
  return (
    <div className={s['all']}>
      <Notices flow={flow} />
      <div className={s['bar']}>
        <Filters flow={flow} counts={{ ...counted, incomplete: incomplete.size }} />
        <Search flow={flow} />
      </div>
      <div className={s['panes']}>
        <div className={s['left']}>
          <Head flow={flow} shown={shown} />
          <PreviewList flow={flow} shown={shown} />
        </div>
        <RowEditor flow={flow} />
      </div>
    </div>
  )
}

function Filters({
  flow,
  counts,
}: {
  readonly flow: ImportFlow
  readonly counts: Readonly<Record<Filter, number>>
}) {
  const words = useWords()
  const now = useStore(flow.store, (state) => state.filter)
  return (
    <div className={s['filters']} role="group" aria-label={words.t('transfer.filter')}>
      {FILTERS.filter((each) => each === 'all' || each === now || counts[each] > 0).map((each) => (
        <button
          key={each}
          type="button"
          className={cx(s['filter'], each === now && s['on'])}
          aria-pressed={each === now}
          onClick={() => flow.look({ filter: each })}
        >
          {words.t(`transfer.filter.${each}`)}
          <span className={s['number']}>{words.number(counts[each])}</span>
        </button>
      ))}
    </div>
  )
}

function Search({ flow }: { readonly flow: ImportFlow }) {
  const words = useWords()
  const text = useStore(flow.store, (state) => state.text)
  return (
    <div className={s['search']} role="search">
      <TextField
        hideLabel
        label={words.t('transfer.search')}
        placeholder={words.t('transfer.search')}
        value={text}
        maxLength={200}
        onChange={(event) => flow.look({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault()
            document.getElementById(LIST_ID)?.focus()
          } else if (event.key === 'Escape' && text !== '') {
            event.stopPropagation()
            flow.look({ text: '' })
          }
        }}
      />
    </div>
  )
}

/** Ticks all that are shown, and says how many are ticked in all. */
function Head({
  flow,
  shown,
}: {
  readonly flow: ImportFlow
  readonly shown: readonly ImportRow[]
}) {
  const words = useWords()
  const box = useRef<HTMLInputElement>(null)
  const rows = useStore(flow.store, (state) => state.rows)
  const choices = useStore(flow.store, (state) => state.choices)
  const ticked = useStore(flow.store, (state) => state.ticked)
  const free = shown.filter(isFree)
  const can = free.filter((row) => choices[row.key]?.kind != null).map(({ key }) => key)
  const on = can.filter((key) => ticked.has(key)).length
  // what has no kind yet cannot be ticked, and is not
  const all = on > 0 && on === free.length
  const some = on > 0 && !all
  const total = rows.filter(isFree).length
  useEffect(() => {
    if (box.current) box.current.indeterminate = some
  }, [some])
  return (
    <div className={s['head']}>
      <label className={s['every']}>
        <input
          ref={box}
          type="checkbox"
          checked={all}
          disabled={can.length === 0}
          onChange={() => flow.tick(can, on !== can.length)}
        />
        {words.t('transfer.all-shown')}
      </label>
      <span className={s['count']} role="status">
        {total === 0
          ? words.t('transfer.chosen-none')
          : words.t('transfer.chosen', { count: ticked.size, total })}
      </span>
      <Button look="link" onClick={flow.tickLikely}>
        {words.t('transfer.tick-likely')}
      </Button>
      <Button look="link" onClick={() => flow.tick([...ticked], false)}>
        {words.t('transfer.tick-none')}
      </Button>
    </div>
  )
}

/** What is to be known of the file as a whole, and what went wrong. */
function Notices({ flow }: { readonly flow: ImportFlow }) {
  const words = useWords()
  const rows = useStore(flow.store, (state) => state.rows)
  const without = useStore(flow.store, (state) => state.without)
  const failed = useStore(flow.store, (state) => state.failed)
  const restored = useStore(flow.store, (state) => state.restored)
  const left = useMemo(() => leftOutOf(rows), [rows])
  const what = left.map(([each, count]) =>
    words.t('transfer.left-out-count', { what: words.t(`transfer.left-out.${each}`), count }),
  )
  const about = [
    restored ? words.t('transfer.restored') : null,
    without > 0 ? words.t('transfer.summary-without', { count: without }) : null,
    what.length > 0 ? words.t('transfer.summary-left-out', { what: what.join(', ') }) : null,
  ].filter((each) => each !== null)
  return (
    <>
      {failed?.code === 'import.row' ? (
        <p role="alert" className={t['refused']}>
          <Icon name="triangle" size={14} />
          {refusal(words, failed)}
        </p>
      ) : (
        <Failure error={failed} />
      )}
      {about.length > 0 && (
        <p className={s['about']}>
          <Icon name="info" size={14} />
          {about.join(' ')}
        </p>
      )}
    </>
  )
}

function refusal(words: Words, { params }: NonNullable<Importing['failed']>): string {
  return words.t('transfer.refused', {
    title: isolate(String(params['title'] ?? '')),
    why: words.lookup(`error.${String(params['why'])}`) ?? words.t('error.field.invalid'),
  })
}
