/**
 * What begins a formula for a spreadsheet, as the inside of a class of a regular expression; wide
 * signs are read as the usual ones: OWASP, "CSV Injection",
 * https://owasp.org/www-community/attacks/CSV_Injection.
 */
export const FORMULA_SIGNS = String.raw`=+\-@|%＝＋－＠`
