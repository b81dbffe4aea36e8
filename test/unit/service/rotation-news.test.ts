import { describe, expect, it } from 'vitest'
import type { RotationView } from '../../../shared/contract/rotation'
import type { CheckRecord } from '../../../shared/model/token'
import { tokenId } from '../../../shared/model/token'
import { RotationNews } from '../../../electron/service/rotation-news'
import { rotationView } from '../renderer/rotation-view'

const ID = tokenId.parse('A'.repeat(22))
const REFUSAL: CheckRecord = {
  at: 5,
  verdict: 'rejected',
  reason: 'unknown-token',
  status: 401,
  code: null,
  retryAt: null,
}
const waits = rotationView({ mode: 'automatic', stage: 'revoking', act: 'prove' })
const ends: RotationView = { ...waits, stage: 'done', act: null, previousCheck: REFUSAL }

describe('what is told of a rotation', () => {
  it('is its end with the proof, and then that none is open', () => {
    const news = new RotationNews()
    expect(news.of(ID, waits)).toEqual([waits])
    news.proved(ID, REFUSAL)
    expect(news.of(ID, null)).toEqual([ends, null])
    expect(news.of(ID, null)).toEqual([null])
  })

  it('is no proof where it ended without one, whatever was proved before', () => {
    const news = new RotationNews()
    news.of(ID, waits)
    expect(news.of(ID, null)).toEqual([null])
    // asked for by the window, which has its answer
    news.proved(ID, REFUSAL)
    news.of(ID, waits)
    expect(news.of(ID, null)).toEqual([null])
  })

  it('is nothing of before the vault was closed', () => {
    const news = new RotationNews()
    news.of(ID, waits)
    news.proved(ID, REFUSAL)
    news.clear()
    expect(news.of(ID, null)).toEqual([null])
  })
})
