import { createContext, useContext, type ReactNode } from 'react'
import { IntlMessageFormat } from 'intl-messageformat'
import { createIntl, createIntlCache } from 'react-intl'
import type { MessageId } from './messages'

export type Values = Readonly<Record<string, string | number | Date | boolean>>
export type RichValues = Readonly<
  Record<string, string | number | ReactNode | ((chunks: ReactNode[]) => ReactNode)>
>

/** The words of the window in one language. */
export interface Words {
  readonly locale: string
  /** A number, its thousands grouped or not. */
  number(value: number, how?: { readonly useGrouping: boolean }): string
  /** A message as text. */
  t(id: MessageId, values?: Values): string
  /** A message with elements in it. */
  rich(id: MessageId, values: RichValues): ReactNode
  /** A message of an open set (a kind, a fact of a platform), or null if there is none. */
  lookup(id: string, values?: Values): string | null
}

/** A message without any syntax in it. */
const PLAIN = /^[^{}<>'#|]*$/

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

/** `failed` is told of a message that could not be formed as asked; the window shows what it can. */
export function createWords(
  locale: string,
  messages: Record<string, string>,
  failed: (what: string) => void = () => undefined,
): Words {
  const onError = (error: Error): void => failed(error.message)
  // asks for all the locales that dates can be written in, which the first paint need not wait for
  const intl = once(() => createIntl({ locale, messages, onError }, createIntlCache()))
  const grouped = once(() => new Intl.NumberFormat(locale))
  const plain = once(() => new Intl.NumberFormat(locale, { useGrouping: false }))
  const formats = new Map<string, (values?: Values) => string>()
  const formatter = (message: string): ((values?: Values) => string) => {
    const format = new IntlMessageFormat(message, locale)
    return (values) => {
      try {
        return String(format.format(values))
      } catch {
        // a value is missing: the message as it stands says more than an empty window
        failed(message)
        return message
      }
    }
  }
  /** react-intl's own cache writes all of its arguments out as JSON for every look-up. */
  const formatOf = (id: string): ((values?: Values) => string) => {
    const known = formats.get(id)
    if (known) return known
    const message = Object.hasOwn(messages, id) ? (messages[id] ?? id) : id
    const format = PLAIN.test(message) ? () => message : formatter(message)
    formats.set(id, format)
    return format
  }
  return {
    locale,
    number: (value, { useGrouping } = { useGrouping: true }) =>
      (useGrouping ? grouped() : plain()).format(value),
    t: (id, values) => formatOf(id)(values),
    rich: (id, values) => intl().formatMessage({ id }, values as Record<string, ReactNode>),
    lookup: (id, values) => (Object.hasOwn(messages, id) ? formatOf(id)(values) : null),
  }
}

export const WordsContext = createContext<Words | null>(null)

export function useWords(): Words {
  const words = useContext(WordsContext)
  if (words === null) throw new Error('No words')
  return words
}

/**
 * Wraps a text that somebody else wrote, so that its writing direction ends with it when it
 * stands inside a sentence (Unicode isolates).
 */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}
