import type { Named } from './finding'

const ELEMENT = /<([A-Za-z][\w.:-]*)(\s[^<>]*)?>([^<>]+)<\/\1\s*>/g
const NAME_ATTRIBUTE = /\sname\s*=\s*["']([\w.:-]{1,100})["']/
/** Elements that only say what sort of value they hold. */
const MERE_TYPE = /^(?:string|value|data|code|pre|td|span|p|b|kbd|samp)$/i
/** The element whose text is the name of the next one, in property lists. */
const KEY = 'key'

/** What an element of XML or HTML holds; `name` is empty where nothing names it. */
type Held = Named

/** Reads `<string>…</string>` and its like, line by line: a property list's key comes first. */
export class Markup {
  #key = ''

  /** null: the line is none of markup. */
  read(line: string): Held[] | null {
    if (!line.startsWith('<')) return null
    const held: Held[] = []
    let elements = 0
    for (const [, tag = '', attributes = '', text = ''] of line.matchAll(ELEMENT)) {
      elements++
      if (tag.toLowerCase() === KEY) {
        this.#key = text.trim()
        continue
      }
      const attribute = NAME_ATTRIBUTE.exec(attributes)?.[1]
      const name = attribute ?? (MERE_TYPE.test(tag) ? this.#key : tag)
      held.push({ name, value: text.trim() })
      this.#key = ''
    }
    return elements === 0 ? null : held
  }
}
