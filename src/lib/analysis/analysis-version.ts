/**
 * The version of the forms that are stored with a document: tokens, tags, codes and sort keys. Raise it with every
 * change after which any text has another form. Stored forms carry it, so a raise makes them be derived again.
 */
export const ANALYSIS_VERSION = 4;
