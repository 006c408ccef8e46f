/**
 * The version of what is stored with a document for search: tokens, tags, codes, sort keys, boosts. Raise it with every
 * change after which any text has another form, or any definition needs more. Stored forms carry it, so a raise makes them be derived again.
 */
export const ANALYSIS_VERSION = 5;
