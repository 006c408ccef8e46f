import type { ChangeNotice } from '../../lib/index.js';

/** Milliseconds after which a client whose connection broke comes back. */
const RETRY_MS = 2_000;

/** A line that is no event: it keeps connections open, and shows which are dead. */
export const HEARTBEAT = ': heartbeat\n\n';

/** An event of `text/event-stream`; data is one line of JSON. */
export function eventFrame(event: string, data: object, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What a client reads of a notice. */
export function noticeFrame(notice: ChangeNotice): string {
  const { position } = notice;
  switch (notice.kind) {
    case 'ready':
      return `retry: ${RETRY_MS}\n${eventFrame('ready', { position }, position)}`;
    case 'change': {
      const { op, id, version } = notice.change;
      return eventFrame('change', { op, id, version, ...partitionOf(notice) }, position);
    }
    case 'gap': {
      const { missed } = notice;
      const detail =
        missed === null
          ? 'The collection was made anew since. Read it anew.'
          : `${missed} changes are no longer kept. Read the collection anew, or what may have changed.`;
      return eventFrame('gap', { missed, detail, ...partitionOf(notice) }, position);
    }
  }
}

const partitionOf = ({ partition }: { readonly partition: number | null }) => (partition === null ? {} : { partition });
