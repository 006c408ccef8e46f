import type { IncomingHttpHeaders } from 'node:http';
import { AisleError } from '../../lib/index.js';
import { includesVersion, parseEntityTags } from '../http/entity-tags.js';

/** What must hold of the stored document, as repositories take it. */
export interface WriteCondition {
  readonly ifMatch?: number | '*';
  readonly ifNoneMatch?: '*';
}

/** The headers of a request that make it conditional. */
export type ConditionHeaders = Pick<IncomingHttpHeaders, 'if-match' | 'if-none-match'>;

/**
 * Reads `If-Match` and `If-None-Match`. Several tags are decided by the version that is stored now, and the write then
 * demands that very version.
 * @param readVersion the version of the stored document, null when there is none
 * @throws VERSION_CONFLICT, INVALID_REQUEST
 */
export async function readWriteCondition(
  headers: ConditionHeaders,
  readVersion: () => Promise<number | null>,
): Promise<WriteCondition> {
  const match = parseEntityTags('If-Match', headers['if-match']);
  const noneMatch = parseEntityTags('If-None-Match', headers['if-none-match']);
  if (match !== undefined && noneMatch !== undefined) {
    throw new AisleError('INVALID_REQUEST', 'If-Match and If-None-Match exclude each other. Send one of them.');
  }
  if (match === '*') return { ifMatch: '*' };
  if (noneMatch === '*') return { ifNoneMatch: '*' };
  const [only] = match ?? [];
  if (match?.length === 1 && only !== undefined) return { ifMatch: only };
  if (match === undefined && noneMatch === undefined) return {};
  const version = await readVersion();
  const holds = match === undefined ? !includesVersion(noneMatch ?? [], version) : includesVersion(match, version);
  if (!holds) throw conflict(version);
  return version === null ? { ifNoneMatch: '*' } : { ifMatch: version };
}

/**
 * The same for a change of a document that exists.
 * @throws VERSION_CONFLICT, INVALID_REQUEST
 */
export async function readChangeCondition(
  headers: ConditionHeaders,
  readVersion: () => Promise<number | null>,
): Promise<Pick<WriteCondition, 'ifMatch'>> {
  const { ifMatch, ifNoneMatch } = await readWriteCondition(headers, readVersion);
  if (ifNoneMatch === undefined) return ifMatch === undefined ? {} : { ifMatch };
  const version = await readVersion();
  if (version !== null) throw conflict(version);
  return {};
}

/**
 * Checks `If-Match` of a read; `If-None-Match` is what answers 304.
 * @throws VERSION_CONFLICT, INVALID_REQUEST
 */
export function assertReadCondition(headers: ConditionHeaders, version: number): void {
  const match = parseEntityTags('If-Match', headers['if-match']);
  if (match === undefined || includesVersion(match, version)) return;
  throw new AisleError(
    'VERSION_CONFLICT',
    `The document has version ${version}, which If-Match does not name. Read it without If-Match.`,
  );
}

function conflict(version: number | null): AisleError {
  const state = version === null ? 'does not exist' : `has version ${version}`;
  return new AisleError(
    'VERSION_CONFLICT',
    `The document ${state}, which is not what If-Match or If-None-Match asks for. Read it again and repeat the change.`,
  );
}
