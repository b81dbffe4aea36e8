import type { PlatformAdapter } from '../adapter'
import { kinds } from './kinds'
import { HOSTS, recognize } from './recognize'

export const tolgee: PlatformAdapter = {
  id: 'tolgee',
  name: 'Tolgee',
  kinds,
  hosts: HOSTS,
  recognize,
}
