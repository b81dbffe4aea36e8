import type { PlatformAdapter } from '../adapter'
import { kinds } from './kinds'
import { recognize } from './recognize'

export const locize: PlatformAdapter = { id: 'locize', name: 'Locize', kinds, recognize }
