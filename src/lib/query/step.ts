import type { AnyRankingRule } from '../collections/ranking-rules.js';
import type { Layout } from '../collections/field-layout.js';
import type { Reads } from './reads.js';

/** A command for the engine; a vector travels as bytes. */
export type Command = readonly (string | Buffer)[];

/** One command with what to make of its reply. */
export interface Step<T> {
  readonly command: Command;
  readonly reads: Reads;
  readonly read: (reply: unknown) => T;
}

/** The same command, with something else made of its reply. */
export function readAs<A, B>({ command, reads, read }: Step<A>, turn: (read: A) => B): Step<B> {
  return { command, reads, read: (reply) => turn(read(reply)) };
}

/** What a search is compiled for: the index that serves and the fields it was made from. */
export interface Target {
  readonly index: string;
  readonly layout: Layout;
  /** What the collection adds to relevance. */
  readonly ranking: readonly AnyRankingRule[];
  /** Milliseconds since 1970 from which ages are counted. */
  readonly now: number;
}

/** Begins every query command. Without VERBATIM the engine would look for English stems of the words as well. */
export function beginning(command: 'FT.SEARCH' | 'FT.AGGREGATE', { index }: Target, text: string): readonly string[] {
  return [command, index, text, 'VERBATIM'];
}

/** Ends every query command. */
export function ending(timeoutMs: number, parameters: readonly (string | Buffer)[]): Command {
  return ['TIMEOUT', String(timeoutMs), ...parameters, 'DIALECT', '2'];
}
