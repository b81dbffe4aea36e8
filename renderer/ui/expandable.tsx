import { useState, type ReactNode } from 'react'
import { useWords } from '../i18n/intl'
import { Button } from './button'

/** Long text is cut to its beginning, and shown in full on demand. */
export function LongText({
  text,
  limit = 280,
}: {
  readonly text: string
  readonly limit?: number
}) {
  const words = useWords()
  const [all, setAll] = useState(false)
  if (text.length <= limit) return <bdi>{text}</bdi>
  return (
    <>
      <bdi>{all ? text : `${cut(text, limit)}…`}</bdi>{' '}
      <Toggle all={all} onToggle={() => setAll(!all)}>
        {words.t(all ? 'text.less' : 'text.more', { count: text.length })}
      </Toggle>
    </>
  )
}

/** The first of many things, and the others on demand. */
export function LongList<T>({
  items,
  limit = 12,
  render,
}: {
  readonly items: readonly T[]
  readonly limit?: number
  readonly render: (items: readonly T[]) => ReactNode
}) {
  const words = useWords()
  const [all, setAll] = useState(false)
  if (items.length <= limit + 1) return render(items)
  return (
    <>
      {render(all ? items : items.slice(0, limit))}
      <Toggle all={all} onToggle={() => setAll(!all)}>
        {words.t(all ? 'text.fewer' : 'text.others', { count: items.length - limit })}
      </Toggle>
    </>
  )
}

/** Never in the middle of a surrogate pair. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}

function Toggle({
  all,
  onToggle,
  children,
}: {
  readonly all: boolean
  readonly onToggle: () => void
  readonly children: ReactNode
}) {
  return (
    <Button look="link" aria-expanded={all} onClick={onToggle}>
      {children}
    </Button>
  )
}
