import { AisleError } from '../errors/aisle-error.js';
import type { Fault } from '../errors/aisle-error.js';
import type { ErrorCode } from '../errors/error-codes.js';
import type { BulkItem, BulkOptions, BulkResult } from './bulk-writer.js';
import { splitLines } from './ndjson.js';
import type { NdjsonLine } from './ndjson.js';
import { parseJsonLine } from './parse-json-text.js';

/** What became of one line. */
export interface ImportResult {
  /** Its number in the input, from 1. */
  readonly line: number;
  /** null when the line holds no valid id and was not stored. */
  readonly id: string | null;
  readonly status: 'created' | 'replaced' | 'failed';
  readonly version?: number;
  readonly code?: ErrorCode;
  readonly detail?: string;
  /** All that is wrong with the document, where single members are. */
  readonly errors?: readonly Fault[];
}

/** Comes last. Blank lines do not count. */
export interface ImportSummary {
  readonly summary: {
    readonly total: number;
    readonly created: number;
    readonly replaced: number;
    readonly failed: number;
  };
}

/** What imports write to: a repository. */
export interface ImportTarget {
  writeMany(items: AsyncIterable<BulkItem>, options?: BulkOptions): AsyncIterable<BulkResult>;
}

/**
 * Imports documents from NDJSON, one a line, as they come; each as `putMany` writes it. Gives a result for every line, in
 * order, then the summary. A bad line harms no other; no more than a few batches are held.
 */
export async function* importDocuments(
  target: ImportTarget,
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: BulkOptions = {},
): AsyncGenerator<ImportResult | ImportSummary, void, undefined> {
  const counts = { created: 0, replaced: 0, failed: 0 };
  const lines: number[] = [];
  for await (const result of target.writeMany(readItems(splitLines(source), lines), options)) {
    counts[result.status]++;
    yield toImportResult(lines.shift() ?? 0, result);
  }
  const total = counts.created + counts.replaced + counts.failed;
  yield { summary: { total, ...counts } };
}

/** Notes the number of each line, for results come in the order of the lines. */
async function* readItems(
  source: AsyncIterable<NdjsonLine>,
  lines: number[],
): AsyncGenerator<BulkItem, void, undefined> {
  for await (const line of source) {
    lines.push(line.line);
    yield 'error' in line ? line : parseLine(line.text);
  }
}

function parseLine(text: string): BulkItem {
  try {
    return { document: parseJsonLine(text) };
  } catch (error) {
    if (error instanceof AisleError) return { error };
    throw error;
  }
}

function toImportResult(line: number, { id, status, version, error }: BulkResult): ImportResult {
  return {
    line,
    id,
    status,
    ...(version === undefined ? {} : { version }),
    ...(error === undefined ? {} : { code: error.code, detail: error.message }),
    ...(error === undefined || error.faults.length === 0 ? {} : { errors: error.faults }),
  };
}
