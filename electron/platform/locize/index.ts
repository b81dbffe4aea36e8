import type { PlatformAdapter } from '../adapter'
import { kinds } from './kinds'
import { HOSTS, recognize } from './recognize'

export const locize: PlatformAdapter = {
  id: 'locize',
  name: 'Locize',
  kinds,
  hosts: HOSTS,
  recognize,
}
