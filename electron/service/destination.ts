import type {
  DeliveryPlace,
  Destination,
  DestinationId,
  DestinationKind,
} from '../../shared/model/destination'
import { plainLine } from './label'
import type { OpenRotation } from './rotation-state'

/** The places of an open rotation, and which have the new value. */
export function placesOf(
  all: readonly Destination[],
  delivered: readonly DestinationId[],
): DeliveryPlace[] {
  return all.map(({ id, text, kind }) => ({ id, text, kind, done: delivered.includes(id) }))
}

/** How many places do not have the new value, as far as anybody said. */
export function undelivered({ details, record }: Pick<OpenRotation, 'details' | 'record'>): number {
  return details.destinations.filter(({ id }) => !record.delivered.includes(id)).length
}

/** At the end of a rotation: what was ticked off in it has the value of now. */
export function updated(
  all: readonly Destination[],
  delivered: readonly DestinationId[],
  now: number,
): Destination[] {
  return all.map((each) => (delivered.includes(each.id) ? { ...each, updatedAt: now } : each))
}

/** Names of what keeps secrets for a team's pipelines. */
const STORE =
  /\b[Ss]ecrets? [A-Z][A-Z0-9_]+\b|\b(?:actions?|repository|repo|organi[sz]ation|org|ci(?:\/cd)?|pipelines?|workflows?|masked|protected)[ -](?:secret|variable)s?\b/
const PIPELINE =
  /\b(?:git(?:hub|lab)|bitbucket|circle ?ci|travis|jenkins|buildkite|teamcity|azure (?:devops|pipelines?)|bitrise|codemagic|woodpecker|ci(?:\/cd)?|pipelines?|workflows?|nightly|build)\b/i
/** Absolute, relative to home or to here, or of Windows. */
const PATH = /(?:^|\s)(?:~?\/|\.{1,2}\/|[a-z]:\\|\\\\)\S/i
/** A file that tools of localization read, or a name with an ending that settings and code have. */
const FILE_NAME =
  /(?:^|[\s/\\])(?:\.(?:env|npmrc|netrc|transifexrc|tolgeerc|phrase|lokalise|locize)[\w.-]*|[\w-][\w.-]*\.(?:ya?ml|json|toml|ini|cfg|conf|config|properties|plist|env|xml|gradle|xcconfig|sh|ps1|tf|tfvars|[jt]sx?|py|rb|php|go|swift|kts?))(?=$|[\s:,;)])/i
/** A variable as a shell writes it, or one that is called so. */
const VARIABLE = /(?:^|[\s$])[A-Z][A-Z0-9]*_[A-Z0-9_]+(?=$|[\s=:,;)])/
const CALLED_VARIABLE = /\benv(?:ironment)?[ -]?var(?:iable)?s?\b/i
const PROGRAM =
  /\bhttps?:\/\/|\b(?:apps?|plugin|extension|server|service|lambda|worker|container|docker|kubernetes|k8s|cluster|helm|vercel|netlify|heroku|aws|azure|gcp|production|prod|staging|website|site|bot|script|figma|zendesk|slack|wordpress|laptop|machine|desktop|phone|android|ios)\b/i

/** Guesses what a place is; the more telling sign first. */
export function kindOfPlace(text: string): DestinationKind {
  if (STORE.test(text)) return 'ci-secret'
  if (PATH.test(text) || FILE_NAME.test(text)) return 'file'
  if (PIPELINE.test(text)) return 'ci-secret'
  if (VARIABLE.test(text) || CALLED_VARIABLE.test(text)) return 'env'
  return PROGRAM.test(text) ? 'app' : 'note'
}

/** One line as it is stored; empty if there is nothing to be seen in it. */
export function cleanPlace(text: string): string {
  const line = plainLine(text)
  // joiners alone are nothing to see
  return line.replace(/\u200c|\u200d| /g, '') === '' ? '' : line
}
