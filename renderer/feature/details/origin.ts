import type { FieldValues, KindInfo } from '../../../shared/model/service'
import type { FactSource, TokenSummary } from '../../../shared/model/token'
import { isAlive } from '../../../shared/model/verdict-list'
import type { DetailsValue } from '../../store/details'

/**
 * Who says what a list needs of a token: the record keeps the value alone, and where it came
 * from follows from the rest.
 */

/** Some platforms cannot be asked for the project: it is the user's own entry then. */
export function projectSource(project: string, fields: FieldValues): FactSource {
  return fields['projectId'] === project ? 'user' : 'platform'
}

/** undefined: nobody has said anything yet. */
export function serverSource(token: TokenSummary, kind: KindInfo): FactSource | undefined {
  const { server, settled } = token
  if (server.id === 'custom') return 'user'
  if (kind.servers.length === 1 && !kind.customServer) return 'rule'
  // it was found there, whoever named it first
  if (settled !== null && isAlive(settled.verdict)) return 'platform'
  // the first is proposed: nobody has chosen it
  return server.id === kind.servers[0]?.id ? undefined : 'user'
}

/** Who says since when the value is in use; null: nobody, it is the moment at which it came here. */
export function sinceSource(
  { secretSince }: Pick<TokenSummary, 'secretSince'>,
  { facts, fields }: Pick<DetailsValue, 'facts' | 'fields'>,
): FactSource | null {
  const made = facts.find(({ key }) => key === 'created')
  if (typeof made?.value === 'number' && Math.round(made.value) === secretSince) return made.source
  const entered = fields['createdOn']
  const day = typeof entered === 'string' ? Date.parse(`${entered}T00:00:00Z`) : NaN
  return day === secretSince ? 'user' : null
}
