import { selectedText } from '../bridge'
import type { App } from '../store/app'
import { COMMANDS, runCommand } from './commands'
import { createHold } from './hold'
import { isStroke } from './keys'
import { SEARCH_ID } from './search-id'

const FIELDS = 'input, textarea, select, [contenteditable="true"]'

function inField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null
}

/** No field has a use for these, so they work in fields too. */
const FUNCTION_KEY = /^F\d+$/

/** The shortcuts that text has a use for: there they are the text's. */
const isTextual = (id: string): boolean => id === 'token.copy' || id === 'token.undo'

function onKeyDown(app: App, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const overlay = app.overlay.getState().name
  const open = app.session.getState().vault?.state === 'open'
  for (const command of COMMANDS) {
    if (!command.keys.some((keys) => isStroke(keys, event))) continue
    if ((overlay !== 'none' && !command.always) || !open) return
    const everywhere = command.inFields || FUNCTION_KEY.test(event.key)
    if (inField(event.target) && (!everywhere || event.key === '/')) return
    if (isTextual(command.id) && selectedText() !== '') return
    // a reload or a print of the page is never what was meant, even if the command cannot run now
    event.preventDefault()
    if (command.enabled(app)) command.run(app)
    return
  }
}

/** What nobody searches for: long and unbroken, as tokens are and words are not. */
const TOKEN_LIKE = /[A-Za-z0-9_+/=.-]{20,}/

/** Nothing lies over the list, or an empty dialog for a new token that is not drawn yet. */
function takesPaste(app: App): boolean {
  const overlay = app.overlay.getState()
  if (overlay.name === 'none') return true
  return (
    overlay.name === 'add' && overlay.opening === null && app.arrival.getState().overlay !== overlay
  )
}

/**
 * A paste that no field takes is a token to add; so is a token pasted into the search, which
 * would otherwise show it in clear.
 */
function onPaste(app: App, event: ClipboardEvent): void {
  if (event.defaultPrevented || !takesPaste(app)) return
  if (app.session.getState().vault?.state !== 'open') return
  const text = event.clipboardData?.getData('text/plain') ?? ''
  const searching = event.target instanceof Element && event.target.id === SEARCH_ID
  if (inField(event.target) && !(searching && TOKEN_LIKE.test(text))) return
  event.preventDefault()
  app.act.pasteAdd(text)
}

/** Binds the keys of all commands, and paste, to the document. */
export function listenToKeys(app: App): () => void {
  const key = (event: KeyboardEvent): void => onKeyDown(app, event)
  const paste = (event: ClipboardEvent): void => onPaste(app, event)
  const hold = createHold(app)
  document.addEventListener('keydown', hold.take, { capture: true })
  document.addEventListener('keydown', key)
  document.addEventListener('paste', paste)
  const end = app.env.bridge.on('command.run', ({ id }) => {
    if (app.overlay.getState().name === 'none') runCommand(app, id)
  })
  return () => {
    document.removeEventListener('keydown', hold.take, { capture: true })
    document.removeEventListener('keydown', key)
    document.removeEventListener('paste', paste)
    hold.end()
    end()
  }
}
