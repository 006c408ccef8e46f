import { createParameters } from './parameters.js';
import { queryText } from './query-text.js';
import { readReply } from './reply.js';
import type { Reply } from './reply.js';
import type { Search } from './search.js';
import { ending } from './step.js';
import type { Step, Target } from './step.js';

/** Counts the documents of a search, optionally with one more clause. */
export function countStep(
  { index, layout }: Target,
  search: Search,
  options: { readonly without?: string; readonly clause?: (bind: (value: string) => string) => string } = {},
): Step<Reply> {
  const parameters = createParameters();
  const extra = options.clause?.((value) => parameters.bind(value));
  const text = queryText(layout, search, parameters, {
    ...(options.without === undefined ? {} : { without: options.without }),
    ...(extra === undefined ? {} : { extra }),
  });
  return {
    command: ['FT.SEARCH', index, text, 'LIMIT', '0', '0', ...ending(search.timeoutMs, parameters.args())],
    read: readReply,
  };
}
