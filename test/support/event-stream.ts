import { until } from './processes.js';

export interface ServerEvent {
  readonly event: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A client of server-sent events. */
export interface EventStream {
  readonly response: Response;
  /** What came so far. */
  readonly events: readonly ServerEvent[];
  /** All that was sent, as text. */
  text(): string;
  hasEnded(): boolean;
  /** Waits for so many changes, and gives them. */
  changes(count: number): Promise<readonly ServerEvent['data'][]>;
  close(): void;
}

export async function openEventStream(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  const events: ServerEvent[] = [];
  let text = '';
  let read = 0;
  let hasEnded = false;
  const consume = async () => {
    const decoder = new TextDecoder();
    for await (const bytes of response.body!) {
      text += decoder.decode(bytes, { stream: true });
      for (let end = text.indexOf('\n\n', read); end >= 0; end = text.indexOf('\n\n', read)) {
        const event = parse(text.slice(read, end));
        if (event !== undefined) events.push(event);
        read = end + 2;
      }
    }
  };
  void consume()
    .catch(() => undefined)
    .finally(() => {
      hasEnded = true;
    });
  const changesOf = () => events.filter(({ event }) => event === 'change').map(({ data }) => data);
  return {
    response,
    events,
    text: () => text,
    hasEnded: () => hasEnded,
    async changes(count) {
      await until(`${count} changes`, () => changesOf().length >= count);
      return changesOf();
    },
    close: () => {
      abort.abort();
    },
  };
}

function parse(frame: string): ServerEvent | undefined {
  const lines = frame.split('\n');
  const value = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = value('data');
  if (data === undefined) return undefined;
  return { event: value('event') ?? 'message', id: value('id') ?? '', data: JSON.parse(data) as ServerEvent['data'] };
}
