/** Splits a shell line into words: quotes, backslashes and continued lines are undone. */
export function shellWords(text: string): string[] {
  const words: string[] = []
  let word = ''
  let open = false
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (quote !== '') {
      if (char === quote) quote = ''
      else if (char === '\\' && quote === '"' && /["\\$`]/.test(text.charAt(i + 1))) {
        word += text.charAt(++i)
      } else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      open = true
    } else if (char === '\\' || (char === '^' && text.charAt(i + 1) === '\n')) {
      const next = text.charAt(++i)
      if (next !== '\n') word += next
      open ||= next !== '\n'
    } else if (char === ' ' || char === '\t' || char === '\n') {
      if (open || word !== '') words.push(word)
      word = ''
      open = false
    } else word += char
  }
  if (open || word !== '') words.push(word)
  return words
}
