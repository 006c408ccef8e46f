import { Injectable } from '@nestjs/common';
import { AisleError, LinkNotFoundError, Links } from '../../lib/index.js';
import type { Click, ClickDetails, CreatedLink, DailyClicks, Link } from '../../lib/index.js';
import { readLinkBody } from './link-body.js';

/** A link as it is shown; `path` leads there. */
export interface ShownLink extends Link {
  readonly path: string;
}

export interface LinkStatistics extends ShownLink {
  readonly recent: readonly Click[];
  readonly days: readonly DailyClicks[];
}

export interface ListQuery {
  readonly sort: string | undefined;
  readonly size: string | undefined;
}

const SHOWN_CLICKS = 100;
const SHOWN_DAYS = 30;

/** Carries out what requests ask of short links. */
@Injectable()
export class LinkRequests {
  constructor(private readonly links: Links) {}

  async create(body: unknown): Promise<{ readonly link: ShownLink; readonly created: boolean }> {
    const { url, options } = readLinkBody(body);
    const { created, ...link }: CreatedLink = await this.links.create(url, options);
    return { link: shown(link), created };
  }

  follow(code: string, click: ClickDetails): Promise<Pick<Link, 'url' | 'permanent'>> {
    return this.links.follow(code, click);
  }

  /** Where a link leads, without counting. */
  async look(code: string): Promise<Link> {
    const link = await this.links.find(code);
    if (link === null) throw new LinkNotFoundError(code);
    return link;
  }

  async statistics(code: string): Promise<LinkStatistics> {
    const link = await this.look(code);
    const [recent, days] = await Promise.all([
      this.links.recentClicks(code, SHOWN_CLICKS),
      this.links.clicksByDay(code, SHOWN_DAYS),
    ]);
    return { ...shown(link), recent, days };
  }

  async list({ sort = 'clicks', size = '20' }: ListQuery): Promise<{ readonly links: readonly ShownLink[] }> {
    if (sort !== 'clicks') throw invalid('sort', `sort: must be "clicks", not "${sort}"`);
    if (!/^\d{1,3}$/.test(size) || Number(size) < 1 || Number(size) > 250) {
      throw invalid('size', `size: must be a whole number from 1 to 250, not "${size}"`);
    }
    return { links: (await this.links.top(Number(size))).map(shown) };
  }

  remove(code: string): Promise<void> {
    return this.links.remove(code);
  }
}

const shown = (link: Link): ShownLink => ({ ...link, path: `/s/${link.code}` });

const invalid = (path: string, message: string) =>
  new AisleError('INVALID_VALUE', message, { faults: [{ path, message }] });
