import { expect, it } from 'vitest'
import { guardScreen } from '../../../electron/app/screen-guard'
import { openBench } from '../../helper/services'

it('The window hears of screen captures when the vault opens and at each change', async () => {
  const bench = await openBench()
  try {
    expect(bench.captures).toEqual([true])
    await bench.must('settings.set', { screenCapture: false })
    await bench.must('settings.set', { theme: 'dark' })
    expect(bench.captures).toEqual([true, false, false])
    const next = await bench.restart()
    expect(next.captures).toEqual([false])
    next.services.vault.close()
  } finally {
    bench.end()
  }
})

it('Protects a window that is there', () => {
  const told: boolean[] = []
  const window = (gone: boolean) => ({
    isDestroyed: () => gone,
    setContentProtection: (on: boolean) => told.push(on),
  })
  guardScreen(window(false), false)
  guardScreen(window(false), true)
  guardScreen(window(true), false)
  guardScreen(null, false)
  expect(told).toEqual([true, false])
})
