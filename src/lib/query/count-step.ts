import { createParameters } from './parameters.js';
import { queryText } from './query-text.js';
import { readsOf } from './reads.js';
import { readReply } from './reply.js';
import type { Reply } from './reply.js';
import type { Search } from './search.js';
import { beginning, ending } from './step.js';
import type { Step, Target } from './step.js';

/** Counts the documents of a search, optionally with one more clause. */
export function countStep(
  target: Target,
  search: Search,
  options: {
    readonly without?: string;
    /** The fields that the clause is about. */
    readonly paths?: readonly string[];
    readonly clause?: (bind: (value: string) => string) => string;
  } = {},
): Step<Reply> {
  const parameters = createParameters();
  const extra = options.clause?.((value) => parameters.bind(value));
  const text = queryText(target.layout, search, parameters, {
    ...(options.without === undefined ? {} : { without: options.without }),
    ...(extra === undefined ? {} : { extra }),
  });
  const { without, paths } = options;
  return {
    reads: readsOf(target, search, {
      ...(without === undefined ? {} : { without }),
      ...(paths === undefined ? {} : { paths }),
    }),
    command: [
      ...beginning('FT.SEARCH', target, text),
      'LIMIT',
      '0',
      '0',
      ...ending(search.timeoutMs, parameters.args()),
    ],
    read: readReply,
  };
}
