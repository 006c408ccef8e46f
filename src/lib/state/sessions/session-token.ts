import { hash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const TAG_LENGTH = 20;
const TOKEN = /^[\w-]{63}$/;

/** Where a session is stored. */
export interface SessionAddress {
  /** Stands for the user: all of a user's sessions lie in one slot. */
  readonly tag: string;
  /** Hash of the token, which itself is stored nowhere. */
  readonly id: string;
}

/** A token with the place that it leads to. */
export interface SessionKey extends SessionAddress {
  readonly token: string;
}

/** Makes a token: 256 random bits behind the tag of the user, so that the token alone leads to the user's slot. */
export function createSessionKey(userId: string): SessionKey {
  const tag = userTag(userId);
  const token = tag + randomBytes(SECRET_BYTES).toString('base64url');
  return { token, tag, id: sha256(token) };
}

/** Where the session of a token is stored; null for what cannot be a token. */
export function addressOf(token: string): SessionAddress | null {
  return TOKEN.test(token) ? { tag: token.slice(0, TAG_LENGTH), id: sha256(token) } : null;
}

/** 120 bits of a hash of the user's id. */
export function userTag(userId: string): string {
  return sha256(userId).slice(0, TAG_LENGTH);
}

const sha256 = (text: string) => hash('sha256', text, 'base64url');
