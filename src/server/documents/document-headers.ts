import type { Response } from 'express';
import { toEntityTag } from '../http/entity-tags.js';
import type { DocumentAddress } from './document-requests.js';

/** The address of a document, whatever its id holds. */
export function documentPath({ collection, id }: DocumentAddress): string {
  return `/v1/collections/${collection}/documents/${encodeURIComponent(id)}`;
}

/** Tells the version of a document. */
export function setVersion(response: Response, version: number): void {
  response.set('etag', toEntityTag(version));
}

/** Tells that a document was made, and where. */
export function setCreated(response: Response, address: DocumentAddress): void {
  response.status(201).location(documentPath(address));
}
