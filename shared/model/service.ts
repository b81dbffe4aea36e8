import { z } from 'zod'

/**
 * A localization platform, for example `tolgee`. An open set: the registry of adapters in the
 * main process is the only list of what exists, and the window gets it as data.
 */
export const serviceId = z.string().regex(/^[a-z][a-z0-9-]{1,31}$/)
export type ServiceId = z.infer<typeof serviceId>

/** A sort of token of one service, `<service>/<kind>`, for example `tolgee/pak`. */
export const kindId = z
  .templateLiteral([z.string().regex(/^[a-z][a-z0-9-]{1,31}$/), '/', z.string().min(1)])
  .refine((value) => /^[a-z][a-z0-9-]{1,31}\/[a-z][a-z0-9-]{1,31}$/.test(value))
export type { KindId } from './kind'
export { serviceOf } from './kind'

/** What can be done with a kind, and how; computed from the operations an adapter has. */
export const OPERATIONS = ['verify', 'describe', 'exchange', 'create', 'revoke', 'list'] as const
export type Operation = (typeof OPERATIONS)[number]
export const capability = z.enum(['by-token', 'by-sign-in', 'in-browser', 'none'])
export type Capability = z.infer<typeof capability>

/** One host a kind can live on: a region, a CDN type, or the cloud. Bases have no trailing slash. */
export const serverInfo = z.strictObject({
  /** `cloud`, `eu`, `us`, `standard`, `pro`; a server of the user's own is `custom`. */
  id: z.string().max(32),
  /** Where the token itself is sent. */
  apiBase: z.string(),
  /** Where the user's browser goes. */
  webBase: z.string(),
})
export type ServerInfo = z.infer<typeof serverInfo>

/** Which server a token is bound to. `baseUrl` is set for `custom` only. */
export const serverRef = z.strictObject({
  id: z.string().min(1).max(32),
  baseUrl: z.string().max(2048).nullable(),
})
export type ServerRef = z.infer<typeof serverRef>

/**
 * Something about a token that only the user can tell, because its platform has no way to ask:
 * a project id, a role, a product, the day it was made.
 */
export const fieldSpec = z.strictObject({
  key: z.string().regex(/^[a-z][a-zA-Z]{0,31}$/),
  type: z.enum(['text', 'select', 'multi', 'date']),
  /** For `select` and `multi`: the platform's own words, shown as they are. */
  options: z.array(z.string()),
  /** `check`: without it the platform cannot be asked. `none`: helps, is never required. */
  requiredFor: z.enum(['check', 'none']),
  /** A regular expression (source) that a text must match, if the format is known. */
  pattern: z.string().nullable(),
  /** For `select`: the variable under which tools read a token of this option. */
  envNames: z.record(z.string(), z.string()).optional(),
})
export type FieldSpec = z.infer<typeof fieldSpec>

/** Values for `FieldSpec`s; a date is `YYYY-MM-DD`. */
export const fieldValues = z.record(
  z.string().regex(/^[a-z][a-zA-Z]{0,31}$/),
  z.union([z.string().max(500), z.array(z.string().max(100)).max(50)]),
)
export type FieldValues = z.infer<typeof fieldValues>

/** How the end of a kind's life is known. */
export const expiryRule = z.discriminatedUnion('type', [
  /** The platform's answer holds the date. */
  z.strictObject({ type: z.literal('platform') }),
  /** No token of this kind has an end. */
  z.strictObject({ type: z.literal('never') }),
  /** A fixed number of days after it was made. */
  z.strictObject({ type: z.literal('days-from-creation'), days: z.number().int() }),
  /** It may have one, and only the user can know. */
  z.strictObject({ type: z.literal('user') }),
  /** Not established. */
  z.strictObject({ type: z.literal('unknown') }),
])
export type ExpiryRule = z.infer<typeof expiryRule>

/** Where a fact about a kind was read. */
export const sourceLink = z.strictObject({ title: z.string(), url: z.string() })

/** Everything the window has to know about a kind, as data. Its words are messages. */
export const kindInfo = z.strictObject({
  id: kindId,
  service: serviceId,
  servers: z.array(serverInfo).min(1),
  /** The user may give a base URL of his own (self-hosted). */
  customServer: z.boolean(),
  /** People run servers of their own, so a token may belong to any, and its form does not say to which. */
  selfHosted: z.boolean(),
  /** The platform's own domains: an address below one of them is no server of the user's. */
  hosts: z.array(z.string()),
  fields: z.array(fieldSpec),
  expiryRule,
  /** Most tokens of this kind that one user can have; null: none known. */
  perUserLimit: z.number().int().nullable(),
  /** The documented rate limit; null: none documented. */
  rateLimit: z
    .strictObject({
      requests: z.number().int(),
      seconds: z.number(),
      per: z.enum(['token', 'account', 'ip']),
    })
    .nullable(),
  capabilities: z.record(z.enum(OPERATIONS), capability),
  /** How many numbered steps the messages `step.<kind>.create.N` and `step.<kind>.delete.N` have. */
  steps: z.strictObject({ create: z.number().int(), delete: z.number().int() }),
  /** Whether a deep link leads to the page, or only to the site's start. */
  deepLink: z.boolean(),
  /** A fixed start of every value, for example `tgpak_`; empty if there is none. */
  prefix: z.string(),
  /** Names under which the platform's own tools read the value, likeliest first. */
  envNames: z.array(z.string()),
  sources: z.array(sourceLink),
})
export type KindInfo = z.infer<typeof kindInfo>

export const serviceInfo = z.strictObject({
  id: serviceId,
  /** The platform's own name; a proper name, not translated. */
  name: z.string(),
  kinds: z.array(kindInfo).min(1),
})
export type ServiceInfo = z.infer<typeof serviceInfo>

/** A page of the platform that the main process may open in the user's browser. */
export const pageId = z.enum(['create', 'delete', 'docs'])
export type PageId = z.infer<typeof pageId>
