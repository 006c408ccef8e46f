import { string } from '../json-schema.js';
import { operation } from '../operation.js';
import type { Paths } from '../operation.js';
import { collectionParameter, query } from '../parameters.js';

const EXAMPLE = [
  'retry: 2000',
  'id: 1700000000000-0.41',
  'event: ready',
  'data: {"position":"1700000000000-0.41"}',
  '',
  'id: 1700000000123-0.42',
  'event: change',
  'data: {"op":"replace","id":"1","version":42}',
  '',
  '',
].join('\n');

export const CHANGE_PATHS: Paths = {
  '/v1/collections/{collection}/changes': {
    get: operation('Changes', 'followChanges', {
      summary: 'Changes as they happen',
      description:
        'Server-sent events without end: `ready`, then `change` with `op` (`create`, `replace`, `delete`), `id` and `version` for each write, in order within a partition. `gap` says that changes are no longer kept (some 10,000 are), and how many; `end` that the collection was deleted. Comments come while there is nothing to tell. A client that comes back with `Last-Event-ID` goes on where it was.',
      access: 'admin',
      parameters: [
        collectionParameter,
        query('after', 'Where to begin: `now`, `oldest`, or the id of an event.', string('', { default: 'now' })),
        {
          name: 'Last-Event-ID',
          in: 'header',
          description:
            'The id of the last event that was seen; it goes before `after`. Browsers send it by themselves. One that is malformed, of a collection with other partitions, or in the future is refused (400); for one that is no longer kept, or of a collection that was made anew since, `gap` comes first.',
          schema: string(),
        },
      ],
      responses: {
        200: { description: 'Events.', content: { 'text/event-stream': { schema: string(), example: EXAMPLE } } },
      },
      problems: ['COLLECTION_NOT_FOUND', 'INVALID_VALUE'],
    }),
  },
};
