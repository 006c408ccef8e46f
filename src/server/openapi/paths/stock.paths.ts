import type { ErrorCode } from '../../../lib/index.js';
import { ref, string } from '../json-schema.js';
import { json, operation } from '../operation.js';
import type { Parameter, Paths } from '../operation.js';
import { collectionParameter } from '../parameters.js';

const TAG = 'Stock';
const reservationParameter: Parameter = {
  name: 'reservation',
  in: 'path',
  required: true,
  description: 'Id of the reservation.',
  schema: string(),
};
const address = [collectionParameter, reservationParameter];
const reservation = json(ref('Reservation'));
const BODY_PROBLEMS: readonly ErrorCode[] = [
  'COLLECTION_NOT_FOUND',
  'STOCK_NOT_DECLARED',
  'INVALID_VALUE',
  'INVALID_ID',
  'IDEMPOTENCY_KEY_REUSED',
  'WRITE_CONTENDED',
];
const END_PROBLEMS: readonly ErrorCode[] = ['COLLECTION_NOT_FOUND', 'RESERVATION_NOT_FOUND', 'WRITE_CONTENDED'];

export const STOCK_PATHS: Paths = {
  '/v1/collections/{collection}/stock/reservations': {
    post: operation(TAG, 'reserveStock', {
      summary: 'Take documents out of stock, all lines or none',
      description:
        'In one step with the documents, so that the next search shows what is left. It comes back when the time is over, unless it is committed.',
      access: 'admin',
      parameters: [collectionParameter],
      body: json(ref('Reserve')),
      responses: {
        200: { description: 'The idempotency key had made it before.', content: reservation },
        201: {
          description: 'It is held.',
          content: reservation,
          headers: { location: { description: 'Its address.', schema: string() } },
        },
      },
      problems: [...BODY_PROBLEMS, 'INSUFFICIENT_STOCK'],
    }),
  },
  '/v1/collections/{collection}/stock/reservations/{reservation}': {
    get: operation(TAG, 'readReservation', {
      summary: 'A reservation',
      description: 'Known until 24 hours after it ended.',
      access: 'admin',
      parameters: address,
      responses: { 200: { description: 'As it is now.', content: reservation } },
      problems: END_PROBLEMS,
    }),
    delete: operation(TAG, 'releaseReservation', {
      summary: 'Give back what is reserved',
      description: 'Can be repeated.',
      access: 'admin',
      parameters: address,
      responses: { 200: { description: 'It is back in stock.', content: reservation } },
      problems: [...END_PROBLEMS, 'RESERVATION_ENDED'],
    }),
  },
  '/v1/collections/{collection}/stock/reservations/{reservation}/commit': {
    post: operation(TAG, 'commitReservation', {
      summary: 'Sell what is reserved',
      description: 'Can be repeated.',
      access: 'admin',
      parameters: address,
      responses: { 200: { description: 'It is sold.', content: reservation } },
      problems: [...END_PROBLEMS, 'RESERVATION_ENDED'],
    }),
  },
  '/v1/collections/{collection}/stock/restock': {
    post: operation(TAG, 'restock', {
      summary: 'Add to the stock of documents',
      access: 'admin',
      parameters: [collectionParameter],
      body: json(ref('Restock')),
      responses: { 204: { description: 'It is in stock.' } },
      problems: BODY_PROBLEMS,
    }),
  },
};
