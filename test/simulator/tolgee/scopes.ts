/** Which scopes a scope brings along (Tolgee platform, `Scope.kt`); `admin` brings all. */
const INCLUDES: Readonly<Record<string, readonly string[]>> = {
  'translations.view': ['keys.view'],
  'translations.edit': ['translations.view'],
  'translations.suggest': ['translations.view'],
  'translations.state-edit': ['translations.view'],
  'translations.batch-by-tm': ['translations.edit'],
  'translations.batch-machine': ['translations.edit'],
  'translation-comments.add': ['translations.view'],
  'translation-comments.edit': ['translations.view'],
  'translation-comments.set-state': ['translations.view'],
  'translation-labels.manage': ['translations.view'],
  'translation-labels.assign': ['translations.view'],
  'keys.view': [],
  'keys.edit': ['keys.view'],
  'keys.create': ['keys.view'],
  'keys.delete': ['keys.view'],
  'screenshots.view': ['keys.view'],
  'screenshots.upload': ['screenshots.view'],
  'screenshots.delete': ['screenshots.view'],
  'activity.view': [],
  'languages.edit': ['prompts.view'],
  'project.edit': [],
  'members.view': [],
  'members.edit': ['members.view'],
  'batch-jobs.view': [],
  'batch-jobs.cancel': [],
  'content-delivery.manage': ['content-delivery.publish'],
  'content-delivery.publish': [],
  'webhooks.manage': [],
  'tasks.view': ['translations.view'],
  'tasks.edit': ['tasks.view'],
  'prompts.view': [],
  'prompts.edit': [
    'prompts.view',
    'project.edit',
    'languages.edit',
    'translations.view',
    'screenshots.view',
  ],
  'all.view': [
    'translations.view',
    'screenshots.view',
    'activity.view',
    'members.view',
    'keys.view',
    'batch-jobs.view',
    'tasks.view',
    'prompts.view',
  ],
  'translation-suggestions.manage': ['translations.view'],
  'organization-quotas.view': [],
  'branch.management': [],
  'branch.protected-modify': ['translations.edit'],
}

/** What a member of each type may do. [?] The lists are shortened; the types are the platform's. */
export const PERMISSION_SCOPES = {
  NONE: [],
  VIEW: ['translations.view', 'screenshots.view', 'activity.view', 'tasks.view'],
  TRANSLATE: ['translations.edit', 'screenshots.view', 'activity.view', 'tasks.view'],
  REVIEW: ['translations.edit', 'translations.state-edit', 'screenshots.view', 'activity.view'],
  EDIT: [
    'translations.edit',
    'translations.state-edit',
    'keys.create',
    'keys.edit',
    'keys.delete',
    'screenshots.upload',
    'activity.view',
  ],
  MANAGE: ['admin'],
} as const satisfies Record<string, readonly string[]>
export type PermissionType = keyof typeof PERMISSION_SCOPES

export function isScope(scope: unknown): scope is string {
  return scope === 'admin' || (typeof scope === 'string' && Object.hasOwn(INCLUDES, scope))
}

/** The scopes and all that they bring along. Unknown ones bring nothing. */
export function expand(scopes: readonly string[]): readonly string[] {
  const found = new Set<string>()
  const add = (scope: string): void => {
    if (found.has(scope) || !isScope(scope)) return
    found.add(scope)
    const more = scope === 'admin' ? Object.keys(INCLUDES) : (INCLUDES[scope] ?? [])
    more.forEach(add)
  }
  scopes.forEach(add)
  return [...found]
}

/** What a key may do in fact: its own scopes, as far as its owner still has them. */
export function effective(
  assigned: readonly string[],
  owner: readonly string[],
): readonly string[] {
  const allowed = new Set(expand(owner))
  return expand(assigned).filter((scope) => allowed.has(scope))
}
