import { json, type SimReply } from '../types'

type Field = 'message' | 'errorMessage'

/** First and last three characters of a UUID, `lz_pat_` + 4 and last four of a new key. */
function masked(secret: string): string {
  const stars = (text: string): string => text.replace(/[^-_]/g, '*')
  const newer = /^(lz_(?:pat|api)_.{4})(.*)(.{4})$/.exec(secret)
  if (newer !== null) return `${newer[1] ?? ''}****…${newer[3] ?? ''}`
  return `${secret.slice(0, 3)}${stars(secret.slice(3, -3))}${secret.slice(-3)}`
}

/** What clients handle; the server's own list was not read. */
export const locizeReplies = {
  /** Unknown, removed and expired keys are not told apart. [?] for an expired one. */
  unauthorized: (field: Field = 'message'): SimReply => json(401, { [field]: 'Unauthorized' }),
  /** A good key that may not do this; the status is [?] (https://github.com/locize/locize-cli/issues/60). */
  notAuthorized: (
    field: Field,
    what: { secret: string; scope: string; project: string },
  ): SimReply =>
    json(401, {
      [field]: `Unauthorized: Api ${masked(what.secret)} not authorized for this scope (${what.scope}) on project ${masked(what.project)}!`,
    }),
  /** [?] The body was not read. */
  notFound: (field: Field = 'message'): SimReply => json(404, { [field]: 'Not Found' }),
  /** [?] No limit is documented, and no client handles this. */
  tooMany: (field: Field = 'message'): SimReply => json(429, { [field]: 'Too Many Requests' }),
  skipped: (): SimReply => json(412, { message: 'The write was skipped' }),
  alreadyExists: (): SimReply => json(400, { message: 'The version already exists' }),
}
