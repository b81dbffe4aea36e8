import { z } from 'zod'
import { backupResult } from './backup'
import { instant, tokenId, tokenSummary } from '../model/token'
import { vaultStatus } from '../model/vault'
import type { EventName } from './names'
import { revocationView, rotationView } from './rotation'

/** The token itself, or what it was exchanged for. */
const copiedWhat = z.enum(['token', 'access-token'])

/** What the main process tells the window unasked. */
export const events = {
  'vault.changed': vaultStatus,
  /** A backup was made, or could not be. */
  'backup.changed': backupResult,
  'tokens.changed': z.strictObject({
    upserted: z.array(tokenSummary),
    removed: z.array(tokenId),
  }),
  'check.progress': z.strictObject({
    run: z.number().int(),
    done: z.number().int(),
    total: z.number().int(),
    state: z.enum(['running', 'finished', 'cancelled']),
    /** Verdicts so far, by name. */
    verdicts: z.record(z.string(), z.number().int()),
  }),
  /** A rotation moved by itself or by a call; null: none is open any more. */
  'rotation.moved': z.strictObject({ id: tokenId, rotation: rotationView.nullable() }),
  'revocation.moved': z.strictObject({ id: tokenId, revocation: revocationView.nullable() }),
  'clipboard.changed': z.strictObject({
    token: tokenId.nullable(),
    what: copiedWhat,
    clearsAt: instant.nullable(),
    /** `copied`; `cleared` by us; `replaced`: something else is on the clipboard, left alone. */
    state: z.enum(['copied', 'cleared', 'replaced', 'failed']),
  }),
  /** What a token is exchanged for was made or renewed, or is held no more (null). */
  'exchange.changed': z.strictObject({ id: tokenId, expiresAt: instant.nullable() }),
  'reminder.due': z.strictObject({ count: z.number().int() }),
  /** A notification or the menu asks to show a token. */
  'token.open': z.strictObject({ id: tokenId }),
  /** A command of the menu, by the window's own command id. */
  'command.run': z.strictObject({ id: z.string().max(64) }),
} satisfies Record<EventName, z.ZodType>

export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>
