import { createParameters } from './parameters.js';
import { queryText } from './query-text.js';
import { readsOf } from './reads.js';
import { readReply } from './reply.js';
import type { Search } from './search.js';
import { beginning, ending } from './step.js';
import type { Step, Target } from './step.js';

export interface ExistsReply {
  readonly exists: boolean;
  /** Why there may be one although none was found. */
  readonly warnings: readonly string[];
}

/** Whether any document matches. Without an order the engine stops at the first. */
export function existsStep(target: Target, search: Search): Step<ExistsReply> {
  const parameters = createParameters();
  const text = queryText(target.layout, search, parameters);
  return {
    reads: readsOf(target, search, {}),
    command: [
      ...beginning('FT.AGGREGATE', target, text),
      ...['LIMIT', '0', '1'],
      ...ending(search.timeoutMs, parameters.args()),
    ],
    read: (reply) => {
      const { rows, warnings } = readReply(reply);
      const exists = rows.length > 0;
      return { exists, warnings: exists ? [] : warnings };
    },
  };
}
