import type { IndexInfo } from '../indexes/index-info.js';
import { error, ok, warning } from './finding.js';
import type { Finding } from './finding.js';
import { formatBytes, formatCount } from './numbers.js';

/** Judges indexes by what the engine tells about them. */
export function indexFindings(indexes: readonly IndexInfo[]): readonly Finding[] {
  return indexes.map(({ name, documents, isBuilding, progress, failures, lastError, lastErrorKey, memoryBytes }) => {
    const subject = `index ${name}`;
    if (isBuilding) {
      const message = `it is being built: ${Math.floor(progress * 100)} %`;
      return warning(subject, message, 'Wait: searches are refused or wait until it holds all documents.');
    }
    if (failures > 0) {
      const last = lastError === null ? '' : `; the last was "${lastErrorKey ?? 'unknown'}": ${lastError}`;
      const message = `the engine refused ${formatCount(failures)} documents since the index was made${last}`;
      return error(
        subject,
        message,
        'Another program wrote them. Run "aisle doctor": it names those that searches lack.',
      );
    }
    return ok(subject, `${formatCount(documents)} documents in ${formatBytes(memoryBytes)}`);
  });
}
