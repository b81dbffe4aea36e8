import { expect, it } from 'vitest'
import { leftovers } from '../../helper/app/hardening/leftovers'

const FINE = {
  Preferences: 98,
  'Cache/Cache_Data/index': 24,
  'Local Storage/leveldb/000003.log': 0,
}
const judge = (more: Readonly<Record<string, number>>, major = 33): boolean =>
  leftovers.judge({ files: { ...FINE, ...more }, major }).ok

it('What a session leaves with something in it is missed by no line', () => {
  expect(judge({})).toBe(true)
  expect(leftovers.judge({ files: {}, major: 33 }).ok).toBe(false)
  for (const path of [
    'Network/Cookies',
    'History',
    'Dictionaries/en-US-10-1.bdic',
    'Cache/Cache_Data/0a1b2c3d4e5f6071_0',
    'Local Storage/leveldb/000005.ldb',
    'IndexedDB/app_keyglot_0.indexeddb.leveldb/000003.log',
  ]) {
    expect(judge({ [path]: 10 }, 45), path).toBe(false)
  }
  expect(judge({ 'Local Storage/leveldb/000003.log': 61 })).toBe(false)
  expect(judge({ Novelty: 1 })).toBe(false)
  expect(judge({ Novelty: 1 }, 45)).toBe(true)
})

it('A half-written file of settings is known by its name alone', () => {
  expect(judge({ '.org.chromium.Chromium.ghBDLE': 10 })).toBe(true)
  for (const name of ['.org.chromium.Chromium', 'x.org.chromium.Chromium.ghBDLE']) {
    expect(judge({ [name]: 10 }), name).toBe(false)
  }
  expect(judge({ '.org.chromium.Chromium.ghBDLE2': 10 })).toBe(false)
})
