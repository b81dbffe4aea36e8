import { describe, expect, it } from 'vitest'
import { transferFormats } from '../../../electron/transfer/formats'

const read = (bytes: Uint8Array) => transferFormats.read(bytes, { password: null, mapping: null })
const codeOf = async (text: string | Uint8Array): Promise<string> => {
  const found = await read(Buffer.from(text))
  return found.ok ? 'ok' : found.error.code
}

/** How often others had the processor while something was read. */
async function turnsDuring(reading: Promise<unknown>): Promise<number> {
  let turns = 0
  let goesOn = true
  const turn = (): void => {
    turns++
    if (goesOn) setImmediate(turn)
  }
  setImmediate(turn)
  await reading
  goesOn = false
  return turns
}

const bitwarden = (inner: string): string =>
  `{"encrypted":false,"items":[{"type":1,"name":"n","login":{"password":"p"},"x":${inner}}]}`

const entry = (inner: string): string =>
  `<KeePassFile><Root><Group><Entry>${inner}<String><Key>Password</Key><Value>p</Value></String></Entry></Group></Root></KeePassFile>`

describe('a file that was made to do harm', () => {
  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('with %s in each other without end is refused', async (_, open, close) => {
    const levels = (count: number, middle = '1'): string =>
      bitwarden(open.repeat(count) + middle + close.repeat(count))
    expect(await codeOf(levels(50))).toBe('ok')
    expect(await codeOf(levels(10_000))).toBe('import.damaged')
  })

  it('may have any sign in a text', async () => {
    const odd = JSON.stringify(`${'[{'.repeat(100)}\\"\\\\" ,`)
    expect(await codeOf(bitwarden(`[${odd}, ${odd}]`))).toBe('ok')
  })

  it('with more values than there is memory for is refused before it is parsed', async () => {
    expect(await codeOf(bitwarden(`[${'1,'.repeat(10_000_000)}1]`))).toBe('import.too-many')
  })

  it('with a header of age without end is refused before it is gone through', async () => {
    const head = `age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 1${' a'.repeat(100_000)}\n`
    const bytes = Buffer.from(`${head}${'A'.repeat(43)}\n--- ${'A'.repeat(43)}\n`)
    expect(await transferFormats.read(bytes, { password: 'p', mapping: null })).toMatchObject({
      ok: false,
      error: { code: 'import.unsupported', params: { what: 'recipient' } },
    })
  })

  it('with a name of its own for each value is refused', async () => {
    const named = (count: number): string =>
      bitwarden(`[${Array.from({ length: count }, (_, at) => `{"k${at}" : "k:${at}"}`).join(',')}]`)
    expect(await codeOf(named(9_000))).toBe('ok')
    expect(await codeOf(named(11_000))).toBe('import.damaged')
  })

  it('with more lines than there can be entries is refused', async () => {
    expect(await codeOf(`Title,Token\na,b\n${'\n'.repeat(1_100_000)}`)).toBe('import.too-many')
  })

  it('with a row that is longer than any is refused, with its line', async () => {
    const found = await read(Buffer.from(`Title,Token\na,b\n"\n${'""'.repeat(2_500_000)}",b\n`))
    expect(found).toMatchObject({ ok: false, error: { code: 'import.line', params: { line: 3 } } })
  })

  it('leaves out the tags beyond the most there are, and says so', async () => {
    const tags = Array.from({ length: 2_000 }, (_, at) => `t${at}`).join(';')
    const found = await read(Buffer.from(entry(`<Tags>${tags}</Tags>`)))
    if (!found.ok) throw new Error(found.error.code)
    expect(found.value[0]?.tags).toHaveLength(500)
    expect(found.value[0]?.leftOut).toEqual(['too-many'])
  })
})

describe('a table', () => {
  const long = 'x'.repeat(300_000)

  it.each([
    ['\n', ','],
    ['\r\n', ';'],
    ['\r', '\t'],
  ])('that is read in pieces loses nothing between them: %j, %j', async (newline, cell) => {
    const rows = Array.from({ length: 9_000 }, (_, at) => [
      `"${at} said ""${cell}${newline}"""`,
      `value-${at}`,
    ])
    rows.splice(4_000, 0, [`"${long}"`, 'long'], ['', ''])
    const text = [['Title', 'Token'], ...rows].map((row) => row.join(cell)).join(newline)
    const found = await read(Buffer.from(text))
    if (!found.ok) throw new Error(found.error.code)
    expect(found.value.map(({ password }) => password?.text())).toEqual(
      rows.map(([, value]) => value).filter((value) => value !== ''),
    )
    expect(found.value[8_999]?.title).toBe(`8998 said "${cell}${newline}"`)
  })

  it('names the line of a fault that is far behind the beginning', async () => {
    const rows = '"two\nlines",b\n\n'.repeat(40_000)
    for (const fault of ['a,"b"c"\n', 'a\n']) {
      const found = await read(Buffer.from(`Title,Token\n${rows}${fault}a,b\n`))
      expect(found).toMatchObject({ ok: false, error: { params: { line: 120_002 } } })
    }
  })
})

describe('a large file', () => {
  it.each([
    [
      'keepass-xml',
      Buffer.from(entry('').replace(/<Entry>.*<\/Entry>/, (each) => each.repeat(10_000))),
    ],
    ['csv', Buffer.from(`Title,Token\n${'a,b\n'.repeat(20_000)}`)],
  ])('%s leaves others their turn', async (_, bytes) => {
    const reading = read(bytes)
    expect(await turnsDuring(reading)).toBeGreaterThan(3)
    expect(await reading).toMatchObject({ ok: true })
  })
})
