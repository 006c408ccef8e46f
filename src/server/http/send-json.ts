import type { ServerResponse } from 'node:http';

/** Answers with JSON that is text already, without the framework looking at it again. */
export function sendJson(response: ServerResponse, json: string): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', Buffer.byteLength(json));
  response.end(json);
}
