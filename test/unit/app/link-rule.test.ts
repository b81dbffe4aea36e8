import { describe, expect, it } from 'vitest'
import { mayOpen } from '../../../electron/app/link-rule'

describe('which links may be handed to the system', () => {
  it.each([
    'https://app.transifex.com/user/settings/api/',
    'https://app.tolgee.io/account/apiKeys/regenerate/7',
    'http://localhost:8200/account/apiKeys',
    'http://127.0.0.1:4000/',
    'http://[::1]:4000/',
  ])('opens %s', (url) => expect(mayOpen(url)).toBe(true))

  it.each([
    'http://app.transifex.com/',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://server/share',
    'ms-msdt:/id',
    '\\\\server\\share',
    'https://user:word@app.tolgee.io/',
    'https://user@app.tolgee.io/',
    'app.tolgee.io',
    'https://app.tolgee.io/a\nb',
    ' https://app.tolgee.io/',
    '',
    `https://app.tolgee.io/${'a'.repeat(100_000)}`,
  ])('refuses %s', (url) => expect(mayOpen(url)).toBe(false))
})
