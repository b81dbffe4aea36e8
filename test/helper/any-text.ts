import fc from 'fast-check'

/** A character of any sort: the odd ones often, and halves of surrogate pairs too. */
const code = fc.oneof(
  fc.integer({ min: 0, max: 0x7f }),
  fc.integer({ min: 0x80, max: 0x2100 }),
  fc.constantFrom(0, 9, 10, 13, 0x7f, 0x85, 0xa0, 0xad, 0x200b, 0x200d, 0x202e, 0x2028, 0xfeff),
  fc.integer({ min: 0, max: 0x10ffff }),
)

/** Any text. `fc.string({ unit: 'binary' })` does the same after seconds of building tables. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.array(code, { maxLength }).map((codes) => String.fromCodePoint(...codes))
}
