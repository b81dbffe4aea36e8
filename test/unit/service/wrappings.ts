import fc from 'fast-check'
import type { Pasted } from '../../../electron/service/paste'
import { createSecrets } from '../../simulator/secrets'

export const KINDS = [
  'transifex/api-token',
  'phrase/platform-token',
  'phrase/strings-token',
  'lokalise/api-token',
  'lokalise/sdk-token',
  'tolgee/pat',
  'tolgee/pak',
  'tolgee/legacy-key',
  'locize/api-key',
  'locize/pat',
] as const

/** A made-up token of any kind. */
export const token = fc
  .tuple(fc.constantFrom(...KINDS), fc.string({ minLength: 1 }), fc.boolean())
  .map(([kind, seed, legacy]) => createSecrets(seed).make(kind, { legacy, projectId: 875 }))

/** How people and tools write a token down, and what that is read as. */
export const WRAPPINGS: Readonly<
  Record<string, readonly [Pasted['wrapping'], (value: string) => string]>
> = {
  bare: ['none', (v) => v],
  'white space': ['none', (v) => `\n\t  ${v} \r\n\n`],
  'byte order mark': ['none', (v) => `\ufeff${v}`],
  'zero-width inside': ['none', (v) => `${v.slice(0, 5)}\u200b${v.slice(5)}\u200d\u2060`],
  'right-to-left marks': ['none', (v) => `\u202e${v}\u202c\u200f`],
  'no-break space': ['none', (v) => `\u00a0${v}\u202f`],
  'a title above': ['none', (v) => `Lokalise\n${v}`],
  'a sentence above': ['none', (v) => `Here is the new token for CI\n\n${v}\n`],
  'double quotes': ['quotes', (v) => `"${v}"`],
  'single quotes': ['quotes', (v) => `'${v}'`],
  'back ticks': ['quotes', (v) => `\`${v}\``],
  'typographic quotes': ['quotes', (v) => `“${v}”`],
  guillemets: ['quotes', (v) => `« ${v} »`],
  'quotes in quotes': ['quotes', (v) => `"'${v}'",`],
  'code fence': ['none', (v) => `\`\`\`\n${v}\n\`\`\``],
  assignment: ['assignment', (v) => `LOKALISE_TOKEN=${v}`],
  export: ['assignment', (v) => `export TX_TOKEN=${v}`],
  'export, quoted': ['assignment', (v) => `export TX_TOKEN="${v}" # for CI`],
  'set of cmd': ['assignment', (v) => `set TX_TOKEN=${v}`],
  setx: ['assignment', (v) => `setx TX_TOKEN "${v}"`],
  PowerShell: ['assignment', (v) => `$env:TX_TOKEN = '${v}'`],
  fish: ['assignment', (v) => `set -gx TX_TOKEN ${v}`],
  Dockerfile: ['assignment', (v) => `ENV TX_TOKEN=${v}`],
  'in front of a command': ['assignment', (v) => `TOLGEE_API_KEY=${v} npx tolgee push`],
  'a dotenv file': [
    'assignment',
    (v) => `# CI\nPROJECT_ID=123456789012345678.12345678\nPHRASE_ACCESS_TOKEN=${v}\nDEBUG=1\n`,
  ],
  'settings beside it': [
    'assignment',
    (v) => `PHRASE_STRINGS_AUTH_PREFIX=token\nPHRASE_TOKEN_NAME=ci\nPHRASE_STRINGS_TOKEN=${v}`,
  ],
  YAML: ['assignment', (v) => `phrase:\n  access_token: ${v}\n  project_id: 1234\n`],
  'YAML, quoted': ['assignment', (v) => `- token: "${v}" # new`],
  INI: ['assignment', (v) => `[https://app.example.test]\nhostname = https://x.test\ntoken = ${v}`],
  'old INI': ['assignment', (v) => `[https://x.test]\nusername = api\npassword = ${v}`],
  JavaScript: ['assignment', (v) => `const apiKey = '${v}';`],
  'part of an object': ['assignment', (v) => `"apiKey": "${v}",`],
  'object of a program': ['assignment', (v) => `{ apiKey: '${v}', url: 'https://x.test' }`],
  flag: ['assignment', (v) => `lokalise2 --token ${v} project list`],
  'flag with =': ['assignment', (v) => `tolgee --api-key="${v}" pull`],
  'environ of Python': ['quotes', (v) => `os.environ["TX_KEY"] = "${v}0a1b2c"`],
  bearer: ['header', (v) => `Authorization: Bearer ${v}`],
  'bearer alone': ['header', (v) => `Bearer ${v}`],
  'token scheme': ['header', (v) => `Authorization: token ${v}`],
  'bare authorization': ['header', (v) => `authorization: ${v}`],
  'X-Api-Token': ['header', (v) => `X-Api-Token: ${v}`],
  'X-API-Key without space': ['header', (v) => `X-API-Key:${v}`],
  JSON: ['json', (v) => JSON.stringify({ name: 'ci', token: v, id: 5 })],
  'deep JSON': [
    'json',
    (v) => JSON.stringify({ a: [{ headers: { Authorization: `Bearer ${v}` } }] }, null, 2),
  ],
  'JSON, name and value': [
    'json',
    (v) =>
      JSON.stringify({
        env: [
          { name: 'TX_TOKEN', value: v },
          { name: 'CI', value: '1' },
        ],
      }),
  ],
  'JSON, one text': ['json', (v) => `["${v}"]`],
  curl: ['curl', (v) => `curl -H 'X-Api-Token: ${v}' https://api.example.test/api2/projects`],
  'curl, long': [
    'curl',
    (v) =>
      `$ curl --request GET \\\n  --url "https://x.test/v2?a=b" \\\n  --header "Authorization: Bearer ${v}" \\\n  --header 'Accept: application/json'`,
  ],
  'curl, joined flag': ['curl', (v) => `curl https://x.test -HX-API-Key:${v}`],
  'curl, JSON body': ['curl', (v) => `curl -d '{"api_token":"${v}"}' https://x.test`],
  'curl, form': ['curl', (v) => `curl --data-raw 'api_token=${v}&id=7' https://x.test`],
  'curl, query': ['curl', (v) => `curl 'https://x.test/v2/keys?ak=${v}&size=1'`],
  'curl, user': ['curl', (v) => `curl -u api:${v} https://x.test`],
  'curl, flags in one': ['curl', (v) => `curl -sH "X-Api-Token: ${v}" https://x.test`],
  'curl, under a comment': [
    'curl',
    (v) => `# all projects\ncurl -H "X-Api-Token: ${v}" https://x.test`,
  ],
  'curl, in a fence': [
    'curl',
    (v) => `\`\`\`sh\ncurl -H "X-Api-Token: ${v}" https://x.test\n\`\`\``,
  ],
  'curl, variable above': [
    'assignment',
    (v) => `export TX_TOKEN=${v}\ncurl -H "Authorization: Bearer $TX_TOKEN" https://x.test`,
  ],
  'a header flag alone': ['curl', (v) => `-H "X-Api-Token: ${v}"`],
  'a long header flag alone': ['curl', (v) => `  --header 'Authorization: Bearer ${v}' \\`],
  'curl, encoded by curl': [
    'curl',
    (v) => `curl --data-urlencode subject_token=${v} --data-urlencode x=y https://x.test`,
  ],
  'docker-compose, quoted': ['assignment', (v) => `- "TOLGEE_API_KEY=${v}"`],
  'docker-compose, quoted, comment': ['assignment', (v) => `  - 'TOLGEE_API_KEY=${v}' # CI`],
  'set of cmd, quoted': ['assignment', (v) => `set "TX_TOKEN=${v}"`],
  'environment flag, quoted': ['assignment', (v) => `-e 'LOKALISE_API_TOKEN=${v}'`],
  'docker run, quoted': ['assignment', (v) => `docker run -e "LOKALISE_API_TOKEN=${v}" img`],
  'docker run': ['assignment', (v) => `docker run --rm -e LOKALISE_API_TOKEN=${v} img`],
  'docker run, several': [
    'assignment',
    (v) => `docker run -e "LOKALISE_API_TOKEN=${v}" -e "PORT=8080" img`,
  ],
  'kubectl, literal': [
    'assignment',
    (v) => `kubectl create secret generic ci --from-literal=TX_TOKEN=${v}`,
  ],
  'after another variable': ['assignment', (v) => `export CI=1 TX_TOKEN=${v}`],
  'header, quoted': ['header', (v) => `"X-Api-Token: ${v}",`],
  'call of a program': ['quotes', (v) => `client = lokalise.Client('${v}7')`],
  'call for a secret': ['assignment', (v) => `const apiToken = atob('${v}7')`],
  'call alone': ['quotes', (v) => `Lokalise.client("${v}7")`],
  'default of a variable': ['assignment', (v) => `apiKey: process.env.KEY ?? '${v}7',`],
  'options in one line': [
    'assignment',
    (v) => `new Tolgee({ apiUrl: 'https://x.test', apiKey: '${v}' })`,
  ],
  'property list': [
    'assignment',
    (v) =>
      `<key>LokaliseToken</key>\n<string>${v}</string>\n<key>Version</key>\n<string>1</string>`,
  ],
  'property list, value alone': ['quotes', (v) => `<string>${v}</string>`],
  'Android resource': ['assignment', (v) => `<string name="lokalise_token">${v}</string>`],
  'XML element': ['assignment', (v) => `<server><token>${v}</token></server>`],
  'full stop': ['none', (v) => `${v}.`],
  comma: ['none', (v) => `${v},`],
  semicolon: ['none', (v) => `${v};`],
  'phrase -t': ['assignment', (v) => `phrase pull -t ${v}`],
  'phrase --access_token': ['assignment', (v) => `phrase pull --access_token ${v}`],
  'tolgee -ak': ['assignment', (v) => `npx @tolgee/cli -ak ${v} pull`],
  'tolgee login': ['assignment', (v) => `tolgee login ${v}`],
  'tolgee login, after flags': ['assignment', (v) => `npx -y @tolgee/cli login ${v}`],
  'lokalise2 -t': ['assignment', (v) => `lokalise2 -t ${v} project list`],
  'tx -t': ['assignment', (v) => `tx -t ${v} pull`],
  'locize -k': ['assignment', (v) => `locize download -k ${v}`],
  'over several lines': [
    'assignment',
    (v) => `tolgee push \\\n  --api-url https://x.test \\\n  --api-key ${v}`,
  ],
  'JSON, scheme in the value': ['json', (v) => JSON.stringify({ AUTH_HEADER: `Bearer ${v}` })],
  'JSON, other scheme': ['json', (v) => JSON.stringify({ apiKey: `token ${v}` })],
  'JSON, arguments': [
    'json',
    (v) =>
      JSON.stringify({
        command: 'npx',
        args: ['-y', 'mcp-remote', 'https://x.test', '--header', `Authorization: Bearer ${v}`],
      }),
  ],
  'JSON, flags': ['json', (v) => JSON.stringify({ args: ['@tolgee/cli', '--api-key', v, 'pull'] })],
  'JSON, variable in a text': ['json', (v) => JSON.stringify({ args: ['-e', `TX_TOKEN=${v}`] })],
  'JSON, store of the Tolgee CLI': [
    'json',
    (v) => JSON.stringify({ 'x.test': { user: { token: v, expires: 0 }, projects: {} } }),
  ],
}

/** Only what has a digit is told apart from words, so these end with one. */
export const SEVENTH = new Set([
  'call of a program',
  'call for a secret',
  'call alone',
  'default of a variable',
])
