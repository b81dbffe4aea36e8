import type { PlatformAdapter } from '../adapter'
import { platformToken } from './platform-token'
import { HOSTS, recognize } from './recognize'
import { stringsToken } from './strings-token'

export const phrase: PlatformAdapter = {
  id: 'phrase',
  name: 'Phrase',
  kinds: [platformToken, stringsToken],
  hosts: HOSTS,
  recognize,
}
