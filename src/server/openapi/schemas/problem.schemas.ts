import { ERROR_CODES } from '../../../lib/index.js';
import { integer, list, object, ref, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';

export const PROBLEM_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Problem: object(
    {
      type: string('Where the code is explained.', { examples: ['/docs/errors#UNKNOWN_FIELD'] }),
      title: string('What the code means.'),
      status: integer('The HTTP status.'),
      detail: string('What was wrong with this request, and the way out.'),
      code: { ...string('Stable: tell errors apart by it.'), enum: Object.keys(ERROR_CODES) },
      'errors?': list(ref('Fault'), { description: 'Each member that is wrong.' }),
    },
    'An error as RFC 9457 carries it.',
  ),
  Fault: object({ path: string('Where it is, such as `where.price` or `variants[1].sku`.'), message: string() }),
};
