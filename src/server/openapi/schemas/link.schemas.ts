import { boolean, integer, list, object, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';

const time = (description: string): JsonSchema => string(description, { examples: ['2026-03-01T12:00:00.000Z'] });
const timeOrNull = (description: string): JsonSchema => ({ type: ['string', 'null'], description });
const code = string('3 to 64 letters, digits, - and _.', { pattern: '^[A-Za-z0-9_-]{3,64}$' });
const link = {
  code,
  url: string('Where it leads.'),
  permanent: boolean('Whether browsers may remember where it leads.'),
  createdAt: time('When it was made.'),
  expiresAt: timeOrNull('When it ends; null: it lives for good.'),
  clicks: integer('How often it was followed.', { minimum: 0 }),
  lastClickAt: timeOrNull('When it was followed last.'),
  path: string('The short address, below that of the server.', { examples: ['/s/b7Kp2Qx'] }),
};

export const LINK_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  CreateLink: object({
    url: string('http or https, without user name and password; at most 2,048 characters.'),
    'code?': code,
    'ttlSeconds?': integer('How long it lives; for good without it.', { minimum: 1, maximum: 316_224_000 }),
    'reuse?': boolean('Gives the link that was made for the same address in this way before.', { default: false }),
    'permanent?': boolean('Answers 301 instead of 302: browsers then follow without asking, uncounted.', {
      default: false,
    }),
  }),
  Link: object(link),
  Links: object({ links: list(object(link)) }),
  LinkStatistics: object({
    ...link,
    recent: list(object({ at: time('When.'), 'referrer?': string(), 'userAgent?': string() }), {
      description: 'The last 100 clicks, newest first.',
    }),
    days: list(object({ day: string('', { examples: ['2026-03-01'] }), clicks: integer('', { minimum: 0 }) }), {
      description: 'The last 30 days of UTC, the present one last.',
    }),
  }),
};
