/** Where the API begins, in addresses and in the gateway's routes. */
export const API_BASE = '/api/v1';

/** Where people read about the API. */
export const API_DOCS = '/api/docs';
