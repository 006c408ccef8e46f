import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AisleError, CollectionAccess } from '../../lib/index.js';
import type { ChangeNotice } from '../../lib/index.js';
import { Lifecycle } from '../health/lifecycle.js';
import { eventFrame, HEARTBEAT, noticeFrame } from './event-frames.js';
import { withHeartbeats } from './with-heartbeats.js';

const EVENT_STREAM = 'text/event-stream';
const HEARTBEAT_MS = 15_000;

/** Sends the changes of a collection for as long as the client listens and the server runs. */
@Injectable()
export class ChangeRequests {
  constructor(
    private readonly access: CollectionAccess,
    private readonly lifecycle: Lifecycle,
  ) {}

  async follow(collection: string, after: string | undefined, request: Request, response: Response): Promise<void> {
    const end = new AbortController();
    const stop = () => {
      end.abort();
    };
    const { stopping } = this.lifecycle;
    stopping.addEventListener('abort', stop);
    response.on('close', stop);
    if (stopping.aborted || response.closed) stop();
    try {
      const seen = request.get('last-event-id');
      const notices = this.access.changes(collection, { after: seen ?? after ?? 'now', signal: end.signal });
      // The first one decides whether there is anything to follow, while there can still be another answer.
      const first = await notices.next().catch((error: unknown) => {
        throw withName(error, seen === undefined ? 'after' : 'Last-Event-ID');
      });
      response.status(200).set({
        'content-type': EVENT_STREAM,
        // A proxy or a compression that holds events back would make them useless.
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      });
      if (request.method === 'HEAD' || first.done === true) {
        await notices.return();
        response.end();
        return;
      }
      const frames = withHeartbeats(framesOf(first.value, notices), HEARTBEAT, HEARTBEAT_MS);
      await pipeline(Readable.from(frames, { highWaterMark: 1 }), response);
    } finally {
      stop();
      stopping.removeEventListener('abort', stop);
    }
  }
}

/** Says where a position was given that cannot be followed from. */
function withName(error: unknown, path: string): unknown {
  if (!(error instanceof AisleError) || error.code !== 'INVALID_VALUE') return error;
  const { message } = error;
  return new AisleError('INVALID_VALUE', `${path}: ${message}`, { faults: [{ path, message }], cause: error });
}

async function* framesOf(
  first: readonly ChangeNotice[],
  rest: AsyncGenerator<readonly ChangeNotice[], void, undefined>,
): AsyncGenerator<string, void, undefined> {
  try {
    yield first.map(noticeFrame).join('');
    for await (const notices of rest) yield notices.map(noticeFrame).join('');
  } catch (error) {
    if (!(error instanceof AisleError) || error.code !== 'COLLECTION_NOT_FOUND') throw error;
    yield eventFrame('end', { code: error.code, detail: error.message });
  }
}
