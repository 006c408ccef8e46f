import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate } from 'class-validator';
import type { ValidationError } from 'class-validator';
import type { DocumentClass } from '../collections/collection.js';
import type { Fault } from '../errors/aisle-error.js';
import type { JsonObject } from './json-value.js';

/**
 * Checks a document with the decorators of its class. The instance that class-transformer makes is for the check alone:
 * what is stored is the document as it came. Members that the class does not know are allowed.
 */
export async function validateDocument(document: JsonObject, documentClass: DocumentClass<object>): Promise<Fault[]> {
  const instance = makeInstance(document, documentClass);
  if (instance instanceof Unreadable) return [{ path: '', message: instance.message }];
  const errors = await validate(instance, {
    // A class without decorators has nothing to check; class-validator would refuse all its documents.
    forbidUnknownValues: hasDecorators(documentClass),
    validationError: { target: true, value: false },
  });
  return errors.flatMap((error) => flatten(error, ''));
}

/** A class's own `@Transform` may throw at a value of another type than it counts on. */
function makeInstance(document: JsonObject, documentClass: DocumentClass<object>): object | Unreadable {
  try {
    return plainToInstance(documentClass, document);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return new Unreadable(`cannot be read by ${documentClass.name}: ${reason}`);
  }
}

class Unreadable {
  constructor(readonly message: string) {}
}

function flatten({ property, target, constraints = {}, children = [] }: ValidationError, parent: string): Fault[] {
  const path = Array.isArray(target) ? `${parent}[${property}]` : parent === '' ? property : `${parent}.${property}`;
  const own = Object.values(constraints).map((message) => ({ path, message }));
  return [...own, ...children.flatMap((child) => flatten(child, path))];
}

const decorated = new WeakMap<DocumentClass<object>, boolean>();

function hasDecorators(documentClass: DocumentClass<object>): boolean {
  const known = decorated.get(documentClass);
  if (known !== undefined) return known;
  const found = getMetadataStorage().getTargetValidationMetadatas(documentClass, '', true, false).length > 0;
  decorated.set(documentClass, found);
  return found;
}
