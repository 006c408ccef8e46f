import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Request, Response } from 'express';
import { HttpAdapter } from './http-adapter.js';

it('requests and responses have the methods of Express before it sees them, and keep their prototypes', async () => {
  const adapter = new HttpAdapter();
  adapter.initHttpServer();
  const server = adapter.getHttpServer() as Server;
  const before: (object | null)[] = [];
  const after: (object | null)[] = [];
  const prototypes = (...objects: readonly object[]) => objects.map((object) => Reflect.getPrototypeOf(object));
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    before.push(...prototypes(request, response));
  });
  adapter.get('/tea', (request: Request, response: Response) => {
    after.push(...prototypes(request, response));
    response
      .status(201)
      .json({ path: request.path, accepts: request.get('accept'), app: request.app === response.app });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const [response] = (await once(
      get({ port, host: '127.0.0.1', path: '/tea?x', headers: { accept: 'a/b' } }),
      'response',
    )) as [IncomingMessage];
    const text = (await response.setEncoding('utf8').toArray()).join('');
    expect([response.statusCode, JSON.parse(text)]).toEqual([201, { path: '/tea', accepts: 'a/b', app: true }]);
    expect(after).toHaveLength(2);
    expect(after.every((prototype, index) => prototype === before[index])).toBe(true);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
