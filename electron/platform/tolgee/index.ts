import type { PlatformAdapter } from '../adapter'
import { kinds } from './kinds'
import { recognize } from './recognize'

export const tolgee: PlatformAdapter = { id: 'tolgee', name: 'Tolgee', kinds, recognize }
