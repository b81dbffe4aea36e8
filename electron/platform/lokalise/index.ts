import type { PlatformAdapter } from '../adapter'
import { apiToken } from './api-token'
import { HOSTS, recognize } from './recognize'
import { sdkToken } from './sdk-token'

export const lokalise: PlatformAdapter = {
  id: 'lokalise',
  name: 'Lokalise',
  kinds: [apiToken, sdkToken],
  hosts: HOSTS,
  recognize,
}
