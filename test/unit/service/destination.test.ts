import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanPlace, kindOfPlace } from '../../../electron/service/destination'
import { anyText } from '../../helper/any-text'

describe('kindOfPlace', () => {
  it.each([
    ['GitHub secret TX_TOKEN of acme/app', 'ci-secret'],
    ['GitLab CI variable of web/shop', 'ci-secret'],
    ['Repository secret TOLGEE_API_KEY in release.yml', 'ci-secret'],
    ['https://github.com/acme/app/settings/secrets/actions', 'ci-secret'],
    ['Jenkins', 'ci-secret'],
    ['CircleCI context i18n', 'ci-secret'],
    ['~/.transifexrc', 'file'],
    ['/etc/keys/tolgee', 'file'],
    ['../shop/config.yml', 'file'],
    ['C:\\work\\app\\.env', 'file'],
    ['.env.production of the website', 'file'],
    ['.github/workflows/i18n.yml', 'file'],
    ['TX_TOKEN on my laptop', 'env'],
    ['$LOKALISE_API_TOKEN', 'env'],
    ['env var of the test machine', 'env'],
    ['Environment variable in the image', 'env'],
    ['Figma plugin', 'app'],
    ['Zendesk', 'app'],
    ['https://shop.example.com', 'app'],
    ['Staging server', 'app'],
    ['Ann has it', 'note'],
    ['acme/web', 'note'],
    ['Ask Bob: he knows', 'note'],
    ['ÄÖÜ', 'note'],
  ])('sees in %j: %s', (text, kind) => {
    expect(kindOfPlace(text)).toBe(kind)
  })
})

describe('cleanPlace', () => {
  it.each([
    ['  GitHub \t secret\u00a0TX ', 'GitHub secret TX'],
    ['two\nlines', 'two lines'],
    ['\u202egnp.exe\u202c', 'gnp.exe'],
    ['NUL\0bell\u0007', 'NULbell'],
    ['\u200b\ufeff', ''],
    ['\u200d \u200c', ''],
    [' \n ', ''],
  ])('makes of %j: %j', (text, clean) => {
    expect(cleanPlace(text)).toBe(clean)
  })

  it('gives one line without controls, and changes it no more', () => {
    fc.assert(
      fc.property(anyText(60), (text) => {
        const clean = cleanPlace(text)
        expect(clean).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        expect(cleanPlace(clean)).toBe(clean)
      }),
    )
  })
})
