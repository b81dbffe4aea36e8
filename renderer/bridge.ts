import { BRIDGE_KEY, type CallName, type EventName } from '../shared/contract/names'
import type { EventPayload } from '../shared/contract/event'
import type { Answer, Input, Output } from '../shared/contract/index'
import type { ImportRow } from '../shared/contract/transfer'
import { appError } from '../shared/error'
import { err, ok } from '../shared/result'
import type { TokenSummary } from '../shared/model/token'

/** What a call answers here: the rows of `token.list` and `import.read` are objects again. */
export type Reply<N extends CallName> = N extends 'token.list'
  ? { readonly rows: readonly TokenSummary[] }
  : N extends 'import.read'
    ? { readonly rows: readonly ImportRow[]; readonly without: number }
    : Output<N>

export type Outcome<N extends CallName> =
  { readonly ok: true; readonly value: Reply<N> } | Extract<Answer<N>, { readonly ok: false }>

/** The main process as the window sees it, and the few things of `window` that the window needs. */
export interface Bridge {
  /** Never rejects: what breaks on the way is the failure `internal`. */
  call<N extends CallName>(name: N, input: Input<N>): Promise<Outcome<N>>
  /** Calls back for every event of that name; the answer ends it. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void
}

interface Exposed {
  readonly call: Readonly<Record<string, (input: unknown) => Promise<unknown>>>
  readonly on: Readonly<Record<string, (listener: (payload: unknown) => void) => () => void>>
}

/** These answer with the JSON of their rows, see `jsonText` in the contract. */
function revive(name: CallName, answer: unknown): unknown {
  if (name !== 'token.list' && name !== 'import.read') return answer
  const result = answer as Answer<typeof name>
  if (!result.ok) return answer
  return ok({ ...result.value, rows: JSON.parse(result.value.rows) as unknown[] })
}

export function openBridge(): Bridge {
  const exposed = (window as unknown as Record<string, Exposed>)[BRIDGE_KEY]
  return {
    async call<N extends CallName>(name: N, input: Input<N>): Promise<Outcome<N>> {
      try {
        return revive(name, await exposed?.call[name]?.(input)) as Outcome<N>
      } catch {
        return err(appError('internal'))
      }
    },
    on: (name, listener) =>
      exposed?.on[name]?.(listener as (payload: unknown) => void) ?? (() => undefined),
  }
}

/** The text that is selected in the page, if any. */
export function selectedText(): string {
  return window.getSelection()?.toString() ?? ''
}

/** Asks whether to keep the window open when it is to be closed; the answer ends that. */
export function keepOpen(wanted: () => boolean): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (wanted()) event.preventDefault()
  }
  window.addEventListener('beforeunload', ask)
  return () => window.removeEventListener('beforeunload', ask)
}

export function closeWindow(): void {
  window.close()
}

/** Puts something that is no secret on the clipboard, such as a name to type. */
export function copyPlain(text: string): boolean {
  const fill = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  document.addEventListener('copy', fill, { capture: true, once: true })
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor asks for a permission that this window does not have
  const done = document.execCommand('copy')
  document.removeEventListener('copy', fill, { capture: true })
  return done
}

/** A key as it was pressed, to be pressed again elsewhere. */
export type TypedStroke = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'
>

/** Presses a key where the focus is now, and writes what it writes there. */
export function typeStroke(stroke: TypedStroke): void {
  const event = new KeyboardEvent('keydown', { ...stroke, bubbles: true, cancelable: true })
  if (document.activeElement?.dispatchEvent(event) !== true) return
  const { key, ctrlKey, metaKey, altKey } = stroke
  // AltGr, which writes signs, counts as both on some systems
  const writes = /^.$/u.test(key) && !metaKey && ctrlKey <= altKey
  /* eslint-disable @typescript-eslint/no-deprecated -- nothing else changes a field as a user does */
  if (writes) document.execCommand('insertText', false, key)
  else if (key === 'Backspace') document.execCommand('delete')
  /* eslint-enable @typescript-eslint/no-deprecated */
}

/** Calls back when nothing else is to be done. */
export function whenIdle(run: () => void): () => void {
  const handle = requestIdleCallback(run)
  return () => cancelIdleCallback(handle)
}

/** Calls back whenever the answer of a media query changes, and answers it. */
export function watchMedia(query: string, changed: () => void): () => void {
  const list = window.matchMedia(query)
  list.addEventListener('change', changed)
  return () => list.removeEventListener('change', changed)
}

export function matchesMedia(query: string): boolean {
  return window.matchMedia(query).matches
}

/** Calls back with the height of an element now, and whenever it is another; the answer ends it. */
export function watchHeight(element: Element, changed: (height: number) => void): () => void {
  const observer = new ResizeObserver(() => changed(element.clientHeight))
  observer.observe(element)
  return () => observer.disconnect()
}

/** The height of the window's content, px. */
export function windowHeight(): number {
  return window.innerHeight
}

/** Notes, in the frame after the next paint, that the list can be used; the bench reads it. */
export function markUsable(): void {
  requestAnimationFrame(() => setTimeout(() => performance.mark('keyglot:usable'), 0))
}
