import { shell } from 'electron'
import { appError } from '../../shared/error'
import { err, ok } from '../../shared/result'
import type { BrowserPort } from '../service/port'
import { mayOpen } from './link-rule'
import { canOpen } from './opener'

/** Opens pages in the user's browser. The URLs come from the adapters, never from the window. */
export function systemBrowser(): BrowserPort {
  return {
    async open(url) {
      if (!mayOpen(url)) return err(appError('link.refused'))
      // where the user can go by hand
      const failed = err(appError('link.failed', { place: url }))
      if (!canOpen()) return failed
      try {
        await shell.openExternal(url)
        return ok()
      } catch {
        return failed
      }
    },
  }
}
