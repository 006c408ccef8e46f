const ISO_8601 = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** What a date must look like, for messages. */
export const DATE_FORM =
  'an ISO 8601 date such as "2026-11-24" or "2026-11-24T08:30:00Z" (a time needs Z or an offset)';

/**
 * Milliseconds since 1970 of an ISO 8601 date or date-time; a date alone is midnight UTC, digits beyond milliseconds are cut.
 * @returns undefined when it is none: a day that does not exist, a time without an offset
 */
export function parseDate(text: string): number | undefined {
  const match = ISO_8601.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset] = match;
  if (hour !== undefined && offset === undefined) return undefined;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(midnight);
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!exists || Number(year) < 100) return undefined;
  if (hour === undefined) return midnight;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const shift = parseOffset(offset ?? 'Z');
  if (shift === undefined) return undefined;
  return midnight + ((Number(hour) * 60 + Number(minute) - shift) * 60 + Number(second)) * 1_000 + milliseconds;
}

/** Minutes east of UTC. */
function parseOffset(offset: string): number | undefined {
  if (offset === 'Z') return 0;
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  if (hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
