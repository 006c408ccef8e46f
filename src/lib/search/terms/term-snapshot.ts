import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { TermCount } from './term-index.js';

/** The terms of a collection as one process read them, for others to start with. */
export interface TermSnapshot {
  /** Hash of the index whose words they are. */
  readonly index: string;
  readonly documents: number;
  /** Where the feed of each partition stood before the documents were read. */
  readonly positions: readonly string[];
  readonly terms: readonly TermCount[];
}

const FORMAT = 1;

/** Packs a snapshot: each term by what it does not share with the one before. */
export async function encodeSnapshot({ index, documents, positions, terms }: TermSnapshot): Promise<Buffer> {
  let previous = '';
  const lines = terms.map(({ term, count }) => {
    const shared = sharedLength(previous, term);
    previous = term;
    return `${shared} ${count} ${term.slice(shared)}`;
  });
  const text = [JSON.stringify({ format: FORMAT, index, documents, positions }), ...lines].join('\n');
  return promisify(deflate)(Buffer.from(text));
}

/** Unpacks a snapshot; null when it is of another format, or damaged. */
export async function decodeSnapshot(data: Buffer): Promise<TermSnapshot | null> {
  const text = await unpack(data);
  if (text === null) return null;
  const [head = '', ...lines] = text.split('\n');
  const { format, index, documents, positions } = JSON.parse(head) as TermSnapshot & { readonly format: number };
  if (format !== FORMAT) return null;
  let previous = '';
  const terms = lines.map((line) => {
    const [shared = '', count = ''] = line.split(' ', 2);
    const rest = line.slice(shared.length + count.length + 2);
    previous = previous.slice(0, Number(shared)) + rest;
    return { term: previous, count: Number(count) };
  });
  return { index, documents, positions, terms };
}

async function unpack(data: Buffer): Promise<string | null> {
  try {
    return (await promisify(inflate)(data)).toString();
  } catch {
    // What is no snapshot is read anew from the documents, like one that is missing.
    return null;
  }
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}
