import { EngineError } from '../../errors/engine-errors.js';
import { decodeSessionData } from './session-data.js';
import type { SessionData } from './session-data.js';

/** A session as it was stored a moment ago. */
export interface Session {
  /** Names the session to its user; it does not open it. */
  readonly id: string;
  readonly userId: string;
  readonly data: SessionData;
  readonly createdAt: Date;
  readonly lastActive: Date;
  /** When it ends unless it is used again. */
  readonly expiresAt: Date;
}

/** A session with what an update needs. */
export interface UsedSession {
  readonly session: Session;
  readonly revision: string;
  readonly isWritten: boolean;
}

/** Reads the answer of `USE`. */
export function readUsed(id: string, reply: unknown): UsedSession | null {
  if (reply === null) return null;
  const [written, userId, data, revision, created, active, expires] = listOf(reply);
  return {
    session: {
      id,
      userId: textOf(userId),
      data: decodeSessionData(textOf(data)),
      createdAt: dateOf(created),
      lastActive: dateOf(active),
      expiresAt: dateOf(expires),
    },
    revision: String(numberOf(revision)),
    isWritten: written === 1,
  };
}

/** Reads the answer of `LIST`. */
export function readSessions(userId: string, reply: unknown): readonly Session[] {
  return listOf(reply).map((entry) => {
    const [id, data, created, active, expires] = listOf(entry);
    return {
      id: textOf(id),
      userId,
      data: decodeSessionData(textOf(data)),
      createdAt: dateOf(created),
      lastActive: dateOf(active),
      expiresAt: dateOf(expires),
    };
  });
}

export const dateOf = (reply: unknown) => new Date(numberOf(reply));

export function numberOf(reply: unknown): number {
  if (typeof reply === 'number') return reply;
  throw unknownAnswer();
}

function textOf(reply: unknown): string {
  if (typeof reply === 'string') return reply;
  throw unknownAnswer();
}

function listOf(reply: unknown): readonly unknown[] {
  if (Array.isArray(reply)) return reply;
  throw unknownAnswer();
}

const unknownAnswer = () => new EngineError('The engine answered about a session with something unknown.');
