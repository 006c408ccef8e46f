import { randomUUID } from 'node:crypto';

const WELL_FORMED = /^[\w.:/+=@-]{1,128}$/;

/** The id a client sent, where it is well-formed, else a new one. */
export function requestIdOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && WELL_FORMED.test(header) ? header : randomUUID();
}
