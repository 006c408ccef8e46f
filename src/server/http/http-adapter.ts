import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { RequestListener } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';

/** An application of Express: a listener with what it makes the prototypes of requests and responses. */
type ExpressApp = RequestListener & { request: object; response: object };

/**
 * Express with requests and responses that have its methods from the start. By itself it changes the prototype of each one,
 * and code that meets such objects runs several times slower: a bare answer took 0.074 ms of processor time, and takes 0.022.
 */
export class HttpAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const app = this.getInstance<ExpressApp>();
    class AppRequest extends IncomingMessage {}
    class AppResponse extends ServerResponse {}
    adopt(AppRequest.prototype, app.request);
    adopt(AppResponse.prototype, app.response);
    // Express then sets the prototypes that are there already, which is no change.
    app.request = AppRequest.prototype;
    app.response = AppResponse.prototype;
    this.httpServer = createServer({ IncomingMessage: AppRequest, ServerResponse: AppResponse }, app);
  }
}

/** Gives a prototype the members of an object and of the object's own prototype. */
function adopt(prototype: object, source: object): void {
  for (const members of [Reflect.getPrototypeOf(source) ?? {}, source]) {
    Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(members));
  }
}
