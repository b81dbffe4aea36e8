/** Limits that both sides need; the schemas are made from them. */

export const LABEL_MAX = 200
export const NOTE_MAX = 10_000

/** Longest text of a place where a token is used, and how many places one token has at most. */
export const DESTINATION_TEXT_MAX = 200
export const DESTINATIONS_MAX = 50

/** Longest text of a server that is kept. Longer is cut by the adapter, not refused. */
export const FACT_TEXT_MAX = 500

/** Most characters of a paste that are looked at. More is refused with `secret.too-long`. */
export const PASTE_MAX = 64 * 1024

/** A paste as it is sent: one of any length is refused as too long, not as a malformed call. */
export function cutPaste(text: string): string {
  return text.slice(0, PASTE_MAX + 1)
}

/** After how many seconds a copied secret may leave the clipboard. */
export const CLIPBOARD_SECONDS = [10, 20, 30, 60, 120] as const

/** After how many minutes of idling the vault may lock. */
export const LOCK_MINUTES = [1, 2, 5, 10, 15, 30, 60, 240] as const

/** After how many wrong PINs in a row the PIN opens nothing any more until the next full unlock. */
export const PIN_TRIES = 5
