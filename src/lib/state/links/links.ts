import { createHash, randomInt } from 'node:crypto';
import { AisleError } from '../../errors/aisle-error.js';
import { LinkCodeTakenError, LinkNotFoundError } from '../../errors/link-errors.js';
import { assertWithin } from '../../errors/option-range.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { isLinkCode, resolveCreateOptions, resolveLinksOptions } from './link-options.js';
import type { CreateLinkOptions, LinksOptions, LinksRuntimeOptions } from './link-options.js';
import { COUNTED_DAYS, CREATE_LINK, FOLLOW_LINK, FORGET_LINK, RECENT_CLICKS, REMOVE_LINK } from './link-scripts.js';
import { decodeClick, encodeClick, readLink, toSeries } from './link.js';
import type { Click, ClickDetails, CreatedLink, DailyClicks, Link } from './link.js';
import { readSafeUrl } from './safe-url.js';

/** Letters and digits that nobody takes for another. */
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const MOST_TRIES = 20;
const MOST_LISTED = 1_000;

/** Short links with counted clicks. All lie in one slot, so that each change of a link and of the lists is one step. */
export class Links {
  readonly #options: LinksRuntimeOptions;

  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: Keys,
    options: LinksOptions = {},
  ) {
    this.#options = resolveLinksOptions(options);
  }

  /**
   * Makes a link.
   * @throws LINK_CODE_TAKEN; INVALID_VALUE for an address that is not safe or not allowed, and for bad options
   */
  async create(url: string, options: CreateLinkOptions = {}): Promise<CreatedLink> {
    const { code, ttlMs, reuse, permanent } = resolveCreateOptions(options);
    const target = readSafeUrl(url, this.#options.hosts);
    const args = [target, String(ttlMs ?? ''), reuse ? 'reuse' : '', permanent ? '1' : '0'];
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const candidate = code ?? generateCode(this.#options.codeLength);
      const keys = [this.#key('to', candidate), this.#byUrl(target), this.#top()];
      const reply = await this.connection.run(CREATE_LINK, keys, [candidate, ...args]);
      const [outcome, same] = Array.isArray(reply) ? reply.map(String) : [];
      if (outcome === 'taken') {
        if (code !== null) throw new LinkCodeTakenError(code);
        continue;
      }
      const link = await this.find(outcome === 'same' && same !== undefined ? same : candidate);
      if (link !== null) return { ...link, created: outcome === 'made' };
    }
    throw new AisleError(
      'INTERNAL',
      `No free code of ${this.#options.codeLength} characters was found. Raise the link option "codeLength".`,
    );
  }

  /**
   * Where a link leads; counts the click.
   * @throws LINK_NOT_FOUND
   */
  async follow(code: string, click: ClickDetails = {}): Promise<Pick<Link, 'url' | 'permanent'>> {
    if (!isLinkCode(code)) throw new LinkNotFoundError(code);
    const reply = await this.connection.run(FOLLOW_LINK, this.#allKeys(code), [code, encodeClick(click)]);
    const [url, permanent]: readonly unknown[] = Array.isArray(reply) ? (reply as unknown[]) : [];
    if (typeof url !== 'string') throw new LinkNotFoundError(code);
    return { url, permanent: permanent === '1' };
  }

  /** A link with the count of its clicks; null when there is none. Counts nothing. */
  async find(code: string): Promise<Link | null> {
    if (!isLinkCode(code)) return null;
    return readLink(code, await this.connection.send(['HGETALL', this.#key('to', code)]));
  }

  /** The last clicks, newest first; 1,000 are kept. */
  async recentClicks(code: string, count = 100): Promise<readonly Click[]> {
    assertWithin('number of clicks', count, { min: 1, max: RECENT_CLICKS });
    const clicks = await this.connection.send(['LRANGE', this.#key('recent', code), '0', String(count - 1)]);
    return Array.isArray(clicks) ? clicks.map((click) => decodeClick(String(click))) : [];
  }

  /** The clicks of each of the last days of UTC, the present one last. */
  async clicksByDay(code: string, days = 30): Promise<readonly DailyClicks[]> {
    assertWithin('number of days', days, { min: 1, max: COUNTED_DAYS });
    return toSeries(await this.connection.send(['HGETALL', this.#key('days', code)]), Date.now(), days);
  }

  /** The links with most clicks, equal ones in the order of their codes. */
  async top(size = 10): Promise<readonly Link[]> {
    assertWithin('size', size, { min: 1, max: MOST_LISTED });
    const found: Link[] = [];
    for (let start = 0; found.length < size;) {
      const codes = await this.connection.send(['ZRANGE', this.#top(), String(start), String(start + size - 1)]);
      if (!Array.isArray(codes) || codes.length === 0) break;
      const links = await Promise.all(codes.map((code) => this.find(String(code))));
      const gone = codes.map(String).filter((_, at) => links[at] === null);
      for (const code of gone) await this.#forget(code);
      found.push(...links.filter((link) => link !== null));
      start += codes.length - gone.length;
    }
    return found.slice(0, size);
  }

  /** Deletes a link with its clicks. @throws LINK_NOT_FOUND */
  async remove(code: string): Promise<void> {
    const link = await this.find(code);
    if (link === null) throw new LinkNotFoundError(code);
    const keys = [...this.#allKeys(code), this.#byUrl(link.url)];
    if ((await this.connection.run(REMOVE_LINK, keys, [code])) !== 1) throw new LinkNotFoundError(code);
  }

  async #forget(code: string): Promise<void> {
    await this.connection.run(FORGET_LINK, [this.#key('to', code), this.#top()], [code]);
  }

  #allKeys(code: string): readonly string[] {
    return [this.#key('to', code), this.#key('recent', code), this.#key('days', code), this.#top()];
  }

  #key(part: 'to' | 'recent' | 'days', code: string): string {
    return this.keys.state('link', '{links}', `${part}:${code}`);
  }

  #byUrl(url: string): string {
    return this.keys.state('link', '{links}', `by-url:${createHash('sha256').update(url).digest('base64url')}`);
  }

  #top(): string {
    return this.keys.state('link', '{links}', 'by-clicks');
  }
}

function generateCode(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
