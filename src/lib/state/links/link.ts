/** A short link. */
export interface Link {
  readonly code: string;
  readonly url: string;
  readonly permanent: boolean;
  readonly createdAt: Date;
  /** Null: it lives for good. */
  readonly expiresAt: Date | null;
  readonly clicks: number;
  readonly lastClickAt: Date | null;
}

export interface CreatedLink extends Link {
  /** False when it is one that was made before. */
  readonly created: boolean;
}

/** Who followed a link. Nothing that tells one visitor from another is kept unless it is given here. */
export interface ClickDetails {
  readonly referrer?: string | undefined;
  readonly userAgent?: string | undefined;
}

export interface Click {
  readonly at: Date;
  readonly referrer?: string;
  readonly userAgent?: string;
}

/** The clicks of one day of UTC. */
export interface DailyClicks {
  /** Such as `2026-03-01`. */
  readonly day: string;
  readonly clicks: number;
}

const DAY_MS = 86_400_000;

/** Reads a link as HGETALL gives it; null when there is none. */
export function readLink(code: string, reply: unknown): Link | null {
  if (typeof reply !== 'object' || reply === null) return null;
  const fields = reply as Readonly<Record<string, unknown>>;
  const { url, permanent, clicks } = fields;
  if (typeof url !== 'string') return null;
  const time = (name: string) => (fields[name] === undefined ? null : new Date(Number(fields[name])));
  return {
    code,
    url,
    permanent: permanent === '1',
    createdAt: time('created') ?? new Date(0),
    expiresAt: time('expires'),
    clicks: Number(clicks),
    lastClickAt: time('last'),
  };
}

const LONGEST_DETAIL = 300;

/** What is known of a click, as members of a JSON object that has one already. */
export function encodeClick({ referrer, userAgent }: ClickDetails): string {
  const known = Object.entries({ referrer, userAgent }).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`,"${name}":${JSON.stringify(value.slice(0, LONGEST_DETAIL))}`],
  );
  return known.join('');
}

export function decodeClick(text: string): Click {
  const { at, ...details } = JSON.parse(text) as { readonly at: number } & Omit<Click, 'at'>;
  return { at: new Date(at), ...details };
}

/** The last days, the present one last, those without clicks too. */
export function toSeries(counts: unknown, today: number, days: number): readonly DailyClicks[] {
  const known = typeof counts === 'object' && counts !== null ? (counts as Readonly<Record<string, unknown>>) : {};
  const last = Math.floor(today / DAY_MS);
  return Array.from({ length: days }, (_, at) => {
    const day = last - days + 1 + at;
    return { day: new Date(day * DAY_MS).toISOString().slice(0, 10), clicks: Number(known[String(day)] ?? 0) };
  });
}
