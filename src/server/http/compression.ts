import { constants } from 'node:zlib';
import compression from 'compression';
import type { RequestHandler } from 'express';

const COMPRESSIBLE = /json|text|javascript|svg/;

/** Quick rather than thorough, for each answer is sent once: a page becomes a fifth larger and takes 0.1 to 0.2 ms less. */
const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 16 };
const GZIP_LEVEL = 1;

/** Compresses answers for those who take it; the others are not even prepared for it. */
export function createCompression(): RequestHandler {
  const compress = compression({
    filter: (_, response) => COMPRESSIBLE.test(String(response.getHeader('content-type'))),
    level: GZIP_LEVEL,
    brotli: { params: BROTLI },
  });
  return (request, response, next) => {
    if (request.headers['accept-encoding'] !== undefined) {
      compress(request, response, next);
      return;
    }
    response.setHeader('vary', 'Accept-Encoding');
    next();
  };
}
