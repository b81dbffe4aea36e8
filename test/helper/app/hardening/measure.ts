import type { RunningApp } from '../launch'
import { readCode } from './code'
import type { Facts } from './facts'
import { measureMain } from './main-process'
import { measurePage } from './page'

/** What is measured, and with what. */
export interface Subject extends Pick<RunningApp, 'app' | 'page'> {
  /** The folder with the built app. */
  readonly folder: string
  /** A server on this machine that the app has no business with. */
  readonly foreign: string
}

/** Measures all that `ELECTRON_LIST` judges. The window is of no use afterwards. */
export async function measure({ app, page, folder, foreign }: Subject): Promise<Facts> {
  const seen = await measurePage(page, foreign)
  return { page: seen, main: await measureMain(app, page, foreign), code: readCode(folder) }
}
