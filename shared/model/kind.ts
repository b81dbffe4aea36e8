/** Kinds without their schemas, for the window. */

export type KindId = `${string}/${string}`

/** The service a kind belongs to, for example `tolgee` of `tolgee/pak`. */
export function serviceOf(kind: KindId): string {
  return kind.slice(0, kind.indexOf('/'))
}
