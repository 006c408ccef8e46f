import compression from 'compression';
import type { RequestHandler } from 'express';

const COMPRESSIBLE = /json|text|javascript|svg/;

/** Compresses answers for those who take it; the others are not even prepared for it. */
export function createCompression(): RequestHandler {
  const compress = compression({
    filter: (_, response) => COMPRESSIBLE.test(String(response.getHeader('content-type'))),
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
