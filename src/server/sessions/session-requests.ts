import { Injectable } from '@nestjs/common';
import { mergePatch, SessionNotFoundError, Sessions } from '../../lib/index.js';
import type { JsonObject, NewSession, Session } from '../../lib/index.js';
import { sessionBodyOf, sessionPatchOf } from './session-body.js';

/** Carries out what requests ask of sessions. */
@Injectable()
export class SessionRequests {
  constructor(private readonly sessions: Sessions) {}

  create(body: unknown): Promise<NewSession> {
    const { userId, data } = sessionBodyOf(body);
    return this.sessions.create(userId, data);
  }

  async read(token: string): Promise<Session> {
    const session = await this.sessions.get(token);
    if (session === null) throw new SessionNotFoundError();
    return session;
  }

  patch(token: string, body: unknown): Promise<Session> {
    const patch = sessionPatchOf(body);
    // What a session holds came out of JSON.
    return this.sessions.update(token, (data) => mergePatch(data as JsonObject, patch));
  }

  async end(token: string): Promise<void> {
    if (!(await this.sessions.destroy(token))) throw new SessionNotFoundError();
  }

  async list(userId: string): Promise<{ readonly sessions: readonly Session[] }> {
    return { sessions: await this.sessions.list(userId) };
  }

  async endAll(userId: string): Promise<{ readonly ended: number }> {
    return { ended: await this.sessions.destroyAll(userId) };
  }
}
