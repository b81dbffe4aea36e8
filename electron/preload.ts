import { contextBridge, ipcRenderer } from 'electron'
import {
  BRIDGE_KEY,
  CALL_CHANNEL,
  CALL_NAMES,
  EVENT_CHANNEL,
  EVENT_NAMES,
  HERE_CHANNEL,
} from '../shared/contract/names'

/**
 * One function per call and one per event, and nothing else: the page can name no channel, and
 * never sees an event object. Schemas are checked on the other side.
 */
type Listener = (payload: unknown) => void
const listeners = new Map<string, Set<Listener>>()

ipcRenderer.on(EVENT_CHANNEL, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload)
})

function subscribe(name: string, listener: Listener): () => void {
  const set = listeners.get(name) ?? new Set<Listener>()
  listeners.set(name, set.add(listener))
  return () => set.delete(listener)
}

const calls = CALL_NAMES.map((name) => [
  name,
  (input: unknown): Promise<unknown> => ipcRenderer.invoke(CALL_CHANNEL, name, input),
])
const events = EVENT_NAMES.map((name) => [name, (listener: Listener) => subscribe(name, listener)])

contextBridge.exposeInMainWorld(BRIDGE_KEY, {
  call: Object.fromEntries(calls) as Record<string, unknown>,
  on: Object.fromEntries(events) as Record<string, unknown>,
})

// the main process may be busy from now on: this script is what the page's process asked it for
ipcRenderer.send(HERE_CHANNEL)
