export const AUDIT_LIST_ID = 'audit-list'
export const AUDIT_SEARCH_ID = 'audit-search'

export const auditRowId = (seq: number): string => `audit-row-${seq}`
