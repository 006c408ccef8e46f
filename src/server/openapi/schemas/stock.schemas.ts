import { integer, list, object, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';

const idempotencyKey = string('A repeated request with the same key and body does nothing more.', {
  minLength: 1,
  maxLength: 200,
});
const quantity = integer('', { minimum: 1, maximum: 1_000_000 });
const linesOf = (id: JsonSchema) =>
  list(object({ id, quantity }), {
    description: 'How much of which documents, each once.',
    minItems: 1,
    maxItems: 100,
  });
const lines = linesOf({ type: ['string', 'integer'] });

export const STOCK_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  StockFields: object(
    {
      quantity: string('The numeric field with the quantity that can be sold.', { examples: ['stock'] }),
      available: string('The boolean field that says whether there is any.', { examples: ['inStock'] }),
    },
    'The fields that reservations change.',
  ),
  Reserve: object({
    lines,
    'ttlSeconds?': integer('Until the stock comes back unless it is committed.', {
      minimum: 1,
      maximum: 604_800,
      default: 900,
    }),
    'idempotencyKey?': idempotencyKey,
  }),
  Restock: object({ lines, 'idempotencyKey?': idempotencyKey }),
  Reservation: object({
    id: string(),
    state: string('`held`: taken; `committed`: sold; `released`, `expired`: given back.', {
      enum: ['held', 'committed', 'released', 'expired'],
    }),
    lines: linesOf(string()),
    expiresAt: string('When the stock comes back unless it is committed.', { examples: ['2026-03-01T12:00:00.000Z'] }),
  }),
};
