import { AisleError } from '../../lib/index.js';

/** What a header with entity tags names: any version, or these. */
export type EntityTags = '*' | readonly number[];

const LIST = /^\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"\s*(?:,\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"\s*)*$/;
const TAG = /"([^"]*)"/g;

/** The tag of a version. */
export function toEntityTag(version: number): string {
  return `"${version}"`;
}

/**
 * Reads `If-Match` or `If-None-Match`. Weak tags count as strong ones, for proxies weaken them when they compress; a tag
 * that is no version is none of ours, so it names nothing.
 * @throws INVALID_REQUEST on a header that holds no tags
 */
export function parseEntityTags(name: string, header: string | undefined): EntityTags | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return '*';
  if (!LIST.test(header)) {
    throw new AisleError(
      'INVALID_REQUEST',
      `The header ${name} holds no tag. Write it as the ETag was given, such as ${name}: "42", or *.`,
    );
  }
  const tags = [...header.matchAll(TAG)].map(([, tag = '']) => tag);
  return tags.filter((tag) => /^\d{1,15}$/.test(tag)).map(Number);
}

/** Whether a version is among the tags; null is a document that does not exist. */
export function includesVersion(tags: EntityTags, version: number | null): boolean {
  if (version === null) return false;
  return tags === '*' || tags.includes(version);
}
