import type { IncomingMessage } from 'node:http';
import { AisleError } from '../../lib/index.js';
import { decodedBody, isDecodingFault } from './decoded-body.js';

/**
 * Reads a whole body.
 * @throws BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of decodedBody(request).iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      if (bytes > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    request.resume();
    if (!isDecodingFault(error)) throw error;
    throw new AisleError('INVALID_REQUEST', 'The body is not compressed as the header "Content-Encoding" says.', {
      cause: error,
    });
  }
  return Buffer.concat(chunks, bytes);
}

const tooLarge = (limit: number) =>
  new AisleError('BODY_TOO_LARGE', `The body has more than ${limit.toLocaleString('en')} bytes. Send less at once.`);
