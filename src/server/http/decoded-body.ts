import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AisleError } from '../../lib/index.js';
import { systemCode } from '../system-code.js';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Milliseconds without a byte after which an upload is given up. */
const IDLE_MS = 60_000;

/**
 * The body of a request as it was before compression.
 * @throws UNSUPPORTED_MEDIA_TYPE on an encoding that is not known
 */
export function decodedBody(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding]?.() : undefined;
  if (decoder === undefined && encoding !== 'identity') {
    throw new AisleError(
      'UNSUPPORTED_MEDIA_TYPE',
      `The content encoding "${encoding}" is not known. Send the body as it is, or with ${Object.keys(DECODERS).join(', ')}.`,
    );
  }
  request.setTimeout(IDLE_MS, () => request.destroy());
  // What is done with the body may take longer than a pause of the upload.
  request.once('end', () => request.setTimeout(0));
  // The error reaches whoever reads the decoder.
  return decoder === undefined ? request : pipeline(request, decoder, () => undefined);
}

/** Whether a stream broke because what was sent is not compressed as it says. */
export function isDecodingFault(error: unknown): boolean {
  return /^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(systemCode(error));
}
