/** The data centers of Phrase. A token works only in the one that made it. */
const REGIONS = ['eu', 'us'] as const

/**
 * The chosen data center first, then the other: the wrong one answers as to an invalid token
 * (https://github.com/phrase/phrase-cli/issues/125).
 */
export function regionsFrom(server: string): readonly [string, ...string[]] {
  return server === 'us' ? ['us', 'eu'] : REGIONS
}

/** Bases per data center (developers.phrase.com: 'Platform API' and 'Strings API'). */
export const BASES = {
  eu: {
    idm: 'https://eu.phrase.com/idm',
    platformWeb: 'https://eu.phrase.com',
    strings: 'https://api.phrase.com/v2',
    stringsWeb: 'https://app.phrase.com',
    tms: 'https://cloud.memsource.com/web',
  },
  us: {
    idm: 'https://us.phrase.com/idm',
    platformWeb: 'https://us.phrase.com',
    strings: 'https://api.us.app.phrase.com/v2',
    stringsWeb: 'https://us.app.phrase.com',
    tms: 'https://us.cloud.memsource.com/web',
  },
} as const

/** The base of a product in a data center; undefined for a server of the user's own. */
export function productBase(server: string, product: 'strings' | 'tms'): string | undefined {
  return server === 'eu' || server === 'us' ? BASES[server][product] : undefined
}
