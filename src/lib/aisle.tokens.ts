import { Inject } from '@nestjs/common';
import type { AnyCollection } from './collections/collection.js';

/** The options of `AisleModule.forRoot`, with defaults. */
export const AISLE_OPTIONS = 'AisleOptions';

/** The token under which the declared collection stands, once it is ready to use. */
export function getCollectionToken(collection: Pick<AnyCollection, 'name'>): string {
  return `Aisle/${collection.name}/Collection`;
}

/** The token of a collection's `DocumentRepository`. */
export function getRepositoryToken(collection: Pick<AnyCollection, 'name'>): string {
  return `Aisle/${collection.name}/Repository`;
}

/** The token of a collection's `SearchService`. */
export function getSearchToken(collection: Pick<AnyCollection, 'name'>): string {
  return `Aisle/${collection.name}/Search`;
}

/** Injects the `DocumentRepository` of a collection that was given to `AisleModule.forFeature`. */
export const InjectRepository = (collection: AnyCollection): ParameterDecorator & PropertyDecorator =>
  Inject(getRepositoryToken(collection));

/** Injects the `SearchService` of a collection that was given to `AisleModule.forFeature`. */
export const InjectSearch = (collection: AnyCollection): ParameterDecorator & PropertyDecorator =>
  Inject(getSearchToken(collection));
