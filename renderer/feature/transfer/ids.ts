export const LIST_ID = 'import-list'
export const EDITOR_ID = 'import-entry'
export const importRowId = (key: number): string => `import-row-${key}`
