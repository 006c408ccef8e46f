import { AisleError } from './aisle-error.js';

const SHOWN = 20;

/** There is no collection of that name. */
export class CollectionNotFoundError extends AisleError {
  constructor(
    readonly collection: string,
    /** Names of the collections that there are. */
    readonly known: readonly string[] = [],
  ) {
    const more = known.length > SHOWN ? `, … (${known.length} in all)` : '';
    const others = known.length === 0 ? '' : ` Or use one of: ${known.slice(0, SHOWN).join(', ')}${more}.`;
    super(
      'COLLECTION_NOT_FOUND',
      `There is no collection "${collection}". Make it with PUT /v1/collections/${collection}, or declare it in code with defineCollection.${others}`,
    );
  }
}

/** The collection is declared in code, so it is not changed or removed at run time. */
export class DefinedInCodeError extends AisleError {
  constructor(readonly collection: string) {
    super(
      'DEFINED_IN_CODE',
      `The collection "${collection}" is declared in the code of an application. Change its defineCollection there.`,
    );
  }
}

/** A document that a new definition has no place for. */
export interface Misfit {
  readonly id: string;
  readonly message: string;
}

/** Stored documents contradict the new definition, so it was not applied. `faults` names the first ten. */
export class DocumentsDoNotFitError extends AisleError {
  constructor(
    readonly collection: string,
    /** How many documents do not fit. */
    readonly count: number,
    /** The first ten of them. */
    readonly misfits: readonly Misfit[],
  ) {
    const [first] = misfits;
    const example = first === undefined ? '' : ` The first is "${first.id}": ${first.message}`;
    super(
      'DOCUMENTS_DO_NOT_FIT',
      `${count} ${count === 1 ? 'document' : 'documents'} of "${collection}" do not fit the new definition, which was not applied. Mend or delete them, or change the definition.${example}`,
      { faults: misfits.map(({ id, message }) => ({ path: id, message })) },
    );
  }
}

/** Somebody else changes the collection just now. */
export class MigrationRunningError extends AisleError {
  constructor(
    readonly collection: string,
    options: ErrorOptions = {},
  ) {
    super(
      'MIGRATION_RUNNING',
      `Another change of the collection "${collection}" is running. Wait until its index is ready, then try again.`,
      { ...options, retryAfter: 5 },
    );
  }
}

/** The stored collection differs from its declaration, and nobody allowed to change it. */
export class MigrationRequiredError extends AisleError {
  constructor(
    readonly collection: string,
    /** The plan, a line for each step. */
    readonly plan: readonly string[],
  ) {
    super(
      'MIGRATION_REQUIRED',
      `The stored collection "${collection}" differs from its declaration. Start with migrations: 'auto' to apply this plan, or for a collection of Aisle's own server run "aisle index apply ${collection}":\n${plan.map((line) => `  ${line}`).join('\n')}`,
    );
  }
}

/** The engine goes through the documents for an index, which would find only a part of them. */
export class IndexBuildingError extends AisleError {
  constructor(
    readonly index: string,
    /** How much of the documents it has seen, 0 to 1. */
    readonly progress: number,
  ) {
    super(
      'INDEX_BUILDING',
      `The engine is building the index "${index}", as it does after a restart; it has ${Math.floor(progress * 100)} % of the documents. Try again in a moment, or allow a longer timeoutMs.`,
      { retryAfter: 1 },
    );
  }
}
