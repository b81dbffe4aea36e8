import { shell } from 'electron'
import { appError } from '../../shared/error'
import { err, ok } from '../../shared/result'
import type { BrowserPort } from '../service/port'
import { mayOpen } from './link-rule'

/** Opens pages in the user's browser. The URLs come from the adapters, never from the window. */
export function systemBrowser(): BrowserPort {
  return {
    async open(url) {
      if (!mayOpen(url)) return err(appError('link.refused'))
      try {
        await shell.openExternal(url)
        return ok()
      } catch {
        return err(appError('link.failed'))
      }
    },
  }
}
