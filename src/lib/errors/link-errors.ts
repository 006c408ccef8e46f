import { AisleError } from './aisle-error.js';

/** There is no short link of that code, or it has expired. */
export class LinkNotFoundError extends AisleError {
  constructor(readonly linkCode: string) {
    super('LINK_NOT_FOUND', `There is no link "${linkCode}", or it has expired.`);
  }
}

/** Another link has that code. */
export class LinkCodeTakenError extends AisleError {
  constructor(readonly linkCode: string) {
    super('LINK_CODE_TAKEN', `The code "${linkCode}" belongs to another link. Choose another, or leave it out.`);
  }
}
