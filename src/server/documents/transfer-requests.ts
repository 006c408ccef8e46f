import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AisleError, CollectionAccess, exportDocuments, importDocuments } from '../../lib/index.js';
import type { ImportSummary } from '../../lib/index.js';
import { decodedBody, isDecodingFault } from '../http/decoded-body.js';
import { assertMediaType } from '../http/media-type.js';
import { inChunks } from './in-chunks.js';
import { Spool } from './spool.js';

const NDJSON = 'application/x-ndjson';
const TAKEN = [NDJSON, 'application/ndjson', 'application/jsonl', 'application/x-jsonlines'];

type Summary = ImportSummary['summary'];

/** Carries documents in and out as NDJSON, holding no more than a few of them. */
@Injectable()
export class TransferRequests {
  constructor(private readonly access: CollectionAccess) {}

  /** Reads the whole upload before it answers, for clients read no answer while they send. */
  async import(collection: string, request: Request, response: Response): Promise<void> {
    assertMediaType(request.get('content-type'), TAKEN);
    await this.access.collection(collection);
    const spool = await Spool.open();
    try {
      const summary = await this.#import(collection, request, spool);
      response.status(statusOf(summary)).type(NDJSON);
      await pipeline(await spool.read(), response);
    } finally {
      await spool.close();
    }
  }

  async export(collection: string, request: Request, response: Response): Promise<void> {
    await this.access.collection(collection);
    response.type(NDJSON).attachment(`${collection}.ndjson`).type(NDJSON);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    await pipeline(Readable.from(inChunks(exportDocuments(this.access.repository(collection)))), response);
  }

  async #import(collection: string, request: IncomingMessage, spool: Spool): Promise<Summary> {
    let summary: Summary = { total: 0, created: 0, replaced: 0, failed: 0 };
    try {
      const results = importDocuments(this.access.repository(collection), decodedBody(request));
      for await (const result of results) {
        if ('summary' in result) ({ summary } = result);
        await spool.write(`${JSON.stringify(result)}\n`);
      }
      return summary;
    } catch (error) {
      if (!isDecodingFault(error)) throw error;
      throw new AisleError(
        'INVALID_REQUEST',
        'The body is not compressed as the header "Content-Encoding" says. The lines before that place were imported.',
        { cause: error },
      );
    }
  }
}

function statusOf({ total, failed }: Summary): number {
  if (failed === 0) return 200;
  return failed === total ? 400 : 207;
}
