import { AisleError } from './aisle-error.js';

/** No session belongs to the token: it ended, or never was. */
export class SessionNotFoundError extends AisleError {
  constructor() {
    super(
      'SESSION_NOT_FOUND',
      'No session belongs to this token: it expired, was ended, or never was. Make a new one.',
    );
  }
}
