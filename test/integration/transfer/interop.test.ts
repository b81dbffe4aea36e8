import { execFile, type ExecFileException } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealAge } from '../../../electron/transfer/age'
import type { ForeignEntry } from '../../../electron/transfer/entry'
import { transferFormats } from '../../../electron/transfer/formats'
import { writeKdbx } from '../../../electron/transfer/kdbx-write'
import { writeOwnJson } from '../../../electron/transfer/own-json'
import { NOW, VALUES, keePassXml } from '../../helper/transfer/samples'
import { fullToken } from '../../helper/transfer/tokens'

/** The programs themselves, as Debian has them; on other systems there is nothing to install them with. */
const PASS = 'correct horse battery staple'
const TIMEOUT = 60_000

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyglot-interop-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)

/** Runs a program with lines for what it asks; its output, and an error where it fails. */
function run(
  program: string,
  args: readonly string[],
  lines: readonly string[] = [],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const ended = (error: ExecFileException | null, out: string, errors: string): void => {
      if (error) reject(new Error(`${program} ${args.join(' ')}: ${out}${errors}`))
      else resolve(out)
    }
    // what belongs to the person who runs this must not come into play
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      QT_QPA_PLATFORM: 'offscreen',
    }
    const child = execFile(program, args, { timeout: TIMEOUT, env }, ended)
    child.stdin?.end(lines.map((line) => `${line}\n`).join(''))
  })
}

/** `age` asks for a passphrase on a terminal alone: `script` gives it one. */
const age = (command: string, times: number): Promise<string> =>
  run('script', ['-qec', `age ${command}`, '/dev/null'], Array<string>(times).fill(PASS))

const keepassxc = (args: readonly string[], times = 1): Promise<string> =>
  run('keepassxc-cli', args, Array<string>(times).fill(PASS))

async function read(file: string): Promise<readonly ForeignEntry[]> {
  const found = await transferFormats.read(await readFile(file), { password: PASS, mapping: null })
  if (!found.ok) throw new Error(found.error.code)
  return found.value
}

const essence = (entries: readonly ForeignEntry[]) =>
  entries.map(({ own, password }) => ({ own, secret: password?.text() }))

describe.runIf(process.platform === 'linux')('the age command', () => {
  it('opens an export', { timeout: TIMEOUT }, async () => {
    const clear = writeOwnJson([fullToken()], NOW)
    await writeFile(at('export.age'), await sealAge(clear, PASS, 10))
    await age(`-d -o ${at('clear.json')} ${at('export.age')}`, 1)
    expect(await readFile(at('clear.json'))).toEqual(Buffer.from(clear))
  })

  it.each(['', '-a'])('writes what is imported, with "%s"', { timeout: TIMEOUT }, async (armor) => {
    const token = fullToken()
    await writeFile(at('clear.json'), writeOwnJson([token], NOW))
    await age(`-p ${armor} -o ${at('export.age')} ${at('clear.json')}`, 2)
    expect(essence(await read(at('export.age')))).toEqual([
      { own: token.record, secret: token.secret.text() },
    ])
  })

  it('encrypts to keys, too: that is refused with a word', { timeout: TIMEOUT }, async () => {
    await writeFile(at('clear.json'), writeOwnJson([fullToken()], NOW))
    const made = await run('age-keygen', ['-o', at('key')]).catch(() => '')
    const key = /age1\w+/.exec(`${made}${await readFile(at('key'), 'utf8')}`)?.[0] ?? ''
    await run('age', ['-r', key, '-o', at('export.age'), at('clear.json')])
    const found = await transferFormats.read(await readFile(at('export.age')), {
      password: PASS,
      mapping: null,
    })
    expect(found).toMatchObject({
      ok: false,
      error: { code: 'import.unsupported', params: { what: 'recipient' } },
    })
  })
})

describe.runIf(process.platform === 'linux')('KeePassXC', () => {
  const work = { memoryKib: 1024, passes: 2, parallelism: 2 }

  it('opens an export, with every field', { timeout: TIMEOUT }, async () => {
    const token = fullToken()
    const other = fullToken({ label: 'Docs', kind: 'phrase/strings-token' }, VALUES.note)
    const tokens = [token, { ...other, service: 'Phrase' }]
    await writeFile(at('export.kdbx'), await writeKdbx(tokens, PASS, { now: NOW, work }))
    const list = await keepassxc(['ls', '-q', '-R', '-f', at('export.kdbx')])
    expect(list.split('\n')).toEqual(
      expect.arrayContaining([`Tolgee/${token.record.label}`, 'Phrase/Docs']),
    )
    const show = (...attributes: string[]): Promise<string> =>
      keepassxc([
        ...['show', '-q', '-s', ...attributes.flatMap((name) => ['-a', name])],
        ...[at('export.kdbx'), `/Tolgee/${token.record.label}`],
      ])
    expect(await show('Title', 'UserName', 'Password', 'URL')).toBe(
      `${[token.record.label, 'ada@example.org', token.secret.text(), 'https://app.tolgee.io'].join('\n')}\n`,
    )
    expect(await show('Notes')).toBe(`${token.record.note}\n`)
    expect(await show('Keyglot kind', 'Keyglot server', 'Keyglot projectId')).toBe(
      'tolgee/pak\nhttps://tolgee.example.org\n12\n',
    )
    expect(JSON.parse(await show('Keyglot record'))).toEqual(token.record)
    const info = await keepassxc(['db-info', '-q', at('export.kdbx')])
    expect(info).toContain('Argon2id')
  })

  it(
    'edits an export: what was edited comes back, and all the rest',
    { timeout: TIMEOUT },
    async () => {
      const token = fullToken()
      await writeFile(at('export.kdbx'), await writeKdbx([token], PASS, { now: NOW, work }))
      const edit = [
        'edit',
        '-q',
        '-t',
        'Another label',
        '--notes',
        'Another note',
        at('export.kdbx'),
      ]
      await keepassxc([...edit, `/Tolgee/${token.record.label}`])
      expect(essence(await read(at('export.kdbx')))).toEqual([
        {
          own: { ...token.record, label: 'Another label', note: 'Another note' },
          secret: token.secret.text(),
        },
      ])
    },
  )

  it('writes a database that is imported without loss', { timeout: TIMEOUT }, async () => {
    await writeFile(at('in.xml'), keePassXml)
    await keepassxc(['import', '-q', '-p', at('in.xml'), at('made.kdbx')], 2)
    const add = [
      'add',
      '-q',
      '-u',
      'robot',
      '--url',
      'https://phrase.example',
      '--notes',
      'x & <y>',
    ]
    await run(
      'keepassxc-cli',
      [...add, '-p', at('made.kdbx'), '/Work/Phrase'],
      [PASS, VALUES.credential, VALUES.credential],
    )
    const [fromXml, fromKdbx] = [await read(at('in.xml')), await read(at('made.kdbx'))]
    const kept = (entry: ForeignEntry) => ({
      ...entry,
      tags: entry.tags.toSorted(),
      password: entry.password?.text() ?? null,
      fields: entry.fields
        .map(({ name, value, isProtected }) => [name, value.text(), isProtected] as const)
        .toSorted(([a], [b]) => a.localeCompare(b)),
      // the made-up attachment has no content, and the program drops it
      leftOut: entry.leftOut.filter((each) => each !== 'attachment').toSorted(),
      // only the first entry has times; the others get those of the import
      ...(entry.expiresAt === null ? { createdAt: null, modifiedAt: null } : {}),
    })
    const added = fromKdbx.find(({ title }) => title === 'Phrase')
    const others = fromKdbx.filter((entry) => entry !== added)
    const byTitle = (a: ForeignEntry, b: ForeignEntry): number => a.title.localeCompare(b.title)
    expect(others.toSorted(byTitle).map(kept)).toEqual(fromXml.toSorted(byTitle).map(kept))
    expect(added && kept(added)).toMatchObject({
      username: 'robot',
      url: 'https://phrase.example',
      notes: 'x & <y>',
      password: VALUES.credential,
      folder: ['Work'],
    })
  })

  it(
    'exports tables and XML that are imported with the same values',
    { timeout: TIMEOUT },
    async () => {
      const token = fullToken()
      await writeFile(at('export.kdbx'), await writeKdbx([token], PASS, { now: NOW, work }))
      for (const format of ['csv', 'xml']) {
        await writeFile(
          at(format),
          await keepassxc(['export', '-q', '-f', format, at('export.kdbx')]),
        )
        const [entry] = await read(at(format))
        const { title, username, notes } = entry ?? {}
        expect({ title, username, notes, secret: entry?.password?.text() }).toEqual({
          title: token.record.label,
          username: token.record.account,
          notes: token.record.note,
          secret: token.secret.text(),
        })
        expect(entry?.folder).toEqual(['Tolgee'])
      }
      const [fromXml] = await read(at('xml'))
      expect(fromXml?.own).toEqual(token.record)
      expect((await stat(at('xml'))).size).toBeGreaterThan(0)
    },
  )
})
