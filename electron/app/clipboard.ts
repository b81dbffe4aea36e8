import * as electron from 'electron'
import { clipboard, type Clipboard } from 'electron'
import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { ClipboardPort, TextPlace } from '../service/port'

/**
 * What tells clipboard managers not to keep an entry.
 * macOS: Concealed and Transient types, http://nspasteboard.org
 * Windows: "Clipboard Formats", https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats
 * Linux: the hint of KDE's Klipper, which KeePassXC writes too (`src/gui/Clipboard.cpp`).
 */
const MARKERS: Readonly<Partial<Record<NodeJS.Platform, Readonly<Record<string, string>>>>> = {
  darwin: { 'org.nspasteboard.ConcealedType': '', 'org.nspasteboard.TransientType': '' },
  win32: {
    ExcludeClipboardContentFromMonitorProcessing: '\0\0\0\0',
    CanIncludeInClipboardHistory: '\0\0\0\0',
    CanUploadToCloudClipboard: '\0\0\0\0',
  },
  linux: { 'x-kde-passwordManagerHint': 'secret' },
}

/** Text and markers in one write are possible since Electron 44; before, a second write wipes the first. */
const markable = 'ClipboardItem' in electron

async function writeMarked(text: string): Promise<void> {
  const payload: Record<string, string> = { 'text/plain': text }
  for (const [name, value] of Object.entries(MARKERS[process.platform] ?? {})) {
    payload[`electron application/osclipboard;format="${name}"`] = value
  }
  await clipboard.write([new electron.ClipboardItem(payload)])
}

async function attempt(act: () => Promise<void> | void): Promise<Result<void>> {
  try {
    await act()
    return ok()
  } catch {
    // what the system says may quote what was to be written
    return err(appError('clipboard.failed'))
  }
}

/** Before Electron 44 the functions took the name of the place. */
interface NamedPlaces {
  readText(place: 'selection'): string
  clear(place: 'selection'): void
}

/**
 * The primary selection, to which some desktops copy what is on the clipboard.
 * "clipboard.selection", https://www.electronjs.org/docs/latest/api/clipboard
 */
function systemSelection(): TextPlace | null {
  if (process.platform !== 'linux') return null
  const own: Clipboard | undefined = 'selection' in clipboard ? clipboard.selection : undefined
  const named = clipboard as unknown as NamedPlaces
  return {
    read: async () => own?.readText() ?? named.readText('selection'),
    clear: () => attempt(() => (own ? own.clear() : named.clear('selection'))),
  }
}

export function systemClipboard(): ClipboardPort {
  const marked = markable && MARKERS[process.platform] !== undefined
  return {
    history: marked ? 'excluded' : 'not-excluded',
    write: (text) => attempt(() => (marked ? writeMarked(text) : clipboard.writeText(text))),
    read: async () => clipboard.readText(),
    clear: () => attempt(() => clipboard.clear()),
    selection: systemSelection(),
  }
}
