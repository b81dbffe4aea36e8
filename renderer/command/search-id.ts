/** The id of the search field, which commands put the focus into. */
export const SEARCH_ID = 'search'
