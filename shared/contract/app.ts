import { z } from 'zod'
import { pageId, kindId, serverRef, serviceInfo } from '../model/service'
import { settings } from '../model/settings'
import { tokenId } from '../model/token'
import { call, nothing } from './call'

export const appCalls = {
  'app.info': call(
    nothing,
    z.strictObject({
      version: z.string(),
      platform: z.enum(['linux', 'darwin', 'win32', 'other']),
      electron: z.string(),
      /** Whether this machine can be told to keep a copied secret out of clipboard histories. */
      clipboardHistory: z.enum(['excluded', 'not-excluded']),
      desktopNotifications: z.boolean(),
    }),
    'nothing',
  ),
  /** What the desktop around the window can do; a while after the start, since it is asked for. */
  'app.desktop': call(
    nothing,
    z.strictObject({
      /** `perhaps`: it is noticed if the desktop tells the session manager of it, which not all do. */
      screenLock: z.enum(['yes', 'perhaps', 'no']),
      /** Whether anything shows the icons of programs that have no window. */
      tray: z.boolean(),
    }),
    'nothing',
  ),
  'app.showDataFolder': call(nothing, nothing, 'nothing'),
  /**
   * The window broke: where, for the log. An exception's message may quote data and stays there.
   * Answers the id of the line.
   */
  'app.reportFault': call(
    z.strictObject({
      name: z.string().regex(/^[A-Za-z]{1,40}$/),
      places: z.array(z.string().regex(/^[\w.-]{1,60}:\d{1,7}:\d{1,7}$/)).max(6),
    }),
    z.strictObject({ log: z.string() }),
    'nothing',
  ),
  /** Loads the page anew; it cannot do so itself, since it may go nowhere. */
  'app.reload': call(nothing, nothing, 'nothing'),
  /** Opens one of the sources that `platform.list` names, by its place there. */
  'app.openSource': call(
    z.strictObject({ kind: kindId, index: z.number().int().min(0) }),
    nothing,
    'nothing',
  ),
  /** The window becomes a small one beside a page, above all others if the system allows; or comes back. */
  'app.companion': call(z.strictObject({ on: z.boolean() }), nothing, 'nothing'),
  'settings.get': call(nothing, settings),
  'settings.set': call(settings.partial(), settings),
  'platform.list': call(nothing, z.array(serviceInfo), 'nothing'),
  /** Opens the platform's page for a kind, or for one token (its own server and ids). */
  'platform.openPage': call(
    z.strictObject({
      page: pageId,
      kind: kindId,
      server: serverRef,
      token: tokenId.nullable(),
    }),
    nothing,
    'nothing',
  ),
}
