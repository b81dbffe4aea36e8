import type { SimReply } from '../types'
import type { TolgeeContext } from './guard'
import { tolgeeError } from './replies'
import { effective, expand } from './scopes'
import type { TolgeeProject } from './state'

export type ProjectContext = TolgeeContext & { readonly project: TolgeeProject }

/**
 * Lets a caller into a project as the platform's `ProjectContextService` does: who has no right at
 * all there gets 'not found', who lacks the needed scope is told which.
 */
export function withProject(
  context: TolgeeContext,
  wanted: { readonly id: string; readonly scope: string | null },
  handler: (context: ProjectContext) => SimReply,
): SimReply {
  const { state, request, user, record } = context
  const project = state.projects.get(Number(wanted.id))
  if (project?.server !== request.origin) return tolgeeError(404, 'project_not_found')
  const owner = state.scopesOf(user, project)
  const key = record?.projectId == null ? undefined : record
  const scopes = key === undefined ? expand(owner) : effective(key.scopes, owner)
  if (scopes.length === 0) return tolgeeError(404, 'project_not_found')
  if (wanted.scope !== null && !scopes.includes(wanted.scope)) {
    return tolgeeError(403, 'operation_not_permitted', [wanted.scope])
  }
  if (key !== undefined && key.projectId !== String(project.id)) {
    return tolgeeError(403, 'pak_created_for_different_project')
  }
  return handler({ ...context, project })
}
