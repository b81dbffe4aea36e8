import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

const SCHEMES = ['light', 'dark'] as const

export interface Camera {
  /** Takes the view as it stands, in light and in dark. */
  shoot(page: Page, name: string): Promise<void>
  readonly taken: readonly string[]
}

/** No folder: a tour for eyes only. */
export function createCamera(folder: string | null): Camera {
  const taken: string[] = []
  return {
    taken,
    async shoot(page, name) {
      if (folder === null) return
      await mkdir(folder, { recursive: true })
      const number = String(taken.length / 2 + 1).padStart(3, '0')
      for (const scheme of SCHEMES) {
        const file = `${number}-${name}-${scheme}.png`
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
        await page.screenshot({ path: join(folder, file), animations: 'disabled' })
        taken.push(file)
      }
      await page.emulateMedia({ colorScheme: null, reducedMotion: null })
    },
  }
}

/** Pictures that an earlier tour left; nothing else in the folder is touched. */
export async function clearPictures(folder: string): Promise<void> {
  const files = await readdir(folder).catch(() => [])
  for (const file of files.filter((name) => /^\d{2,3}-[a-z0-9-]+-(light|dark)\.png$/.test(name))) {
    await rm(join(folder, file), { force: true })
  }
}
