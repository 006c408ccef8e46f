import type { VersionedDocument } from './document-repository.js';

/** What exports read from: a repository. */
export interface ExportSource {
  iterate(): AsyncIterable<VersionedDocument<object>>;
}

/** All documents as NDJSON, a line with its end at a time, in no order; see `iterate` for what changes meanwhile. */
export async function* exportDocuments(source: ExportSource): AsyncGenerator<string, void, undefined> {
  for await (const { document } of source.iterate()) yield `${JSON.stringify(document)}\n`;
}
