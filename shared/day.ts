/**
 * The end of a day `YYYY-MM-DD` in this machine's calendar, or of the one `later` days after it,
 * epoch milliseconds; null: the text is no date.
 */
export function endOfDay(text: string, later = 0): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return null
  const [year = 0, month = 1, day = 1] = parts.slice(1).map(Number)
  const at = new Date(year, month - 1, day + later, 23, 59, 59).getTime()
  return Number.isNaN(at) ? null : at
}
