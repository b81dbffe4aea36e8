import { app } from 'electron'
import { parseEndpoints, type Endpoints } from '../platform/http/endpoints'

/** What a development build takes from its environment; a packaged one takes nothing. */
export interface Surroundings {
  /** Stand-ins on this machine for the platforms' hosts. */
  readonly endpoints: Endpoints
  readonly keychainService: string
}

const KEYCHAIN_SERVICE = 'Keyglot'

export function surroundings(): Surroundings {
  if (app.isPackaged) return { endpoints: {}, keychainService: KEYCHAIN_SERVICE }
  return {
    endpoints: parseEndpoints(process.env['KEYGLOT_ENDPOINTS']),
    keychainService: process.env['KEYGLOT_KEYCHAIN_SERVICE'] ?? KEYCHAIN_SERVICE,
  }
}
