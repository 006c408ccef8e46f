import { getMetadataStorage, validate } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { classCheckOf } from './class-check.js';
import type { DocumentClass } from '../collections/collection.js';
import type { Fault } from '../errors/aisle-error.js';
import type { JsonObject } from './json-value.js';
import { toInstance } from './to-instance.js';

/**
 * Checks a document with the decorators of its class. The instance of it is for the check alone:
 * what is stored is the document as it came. Members that the class does not know are allowed.
 */
export async function validateDocument(document: JsonObject, documentClass: DocumentClass<object>): Promise<Fault[]> {
  const instance = makeInstance(document, documentClass);
  if (instance instanceof Unreadable) return [{ path: '', message: instance.message }];
  if (classCheckOf(documentClass)(instance)) return [];
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
    return toInstance(documentClass, document);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return new Unreadable(`cannot be read by ${documentClass.name}: ${reason}`);
  }
}

/** class-validator names no member in this case. */
const NO_CLASS = 'cannot be checked: the document class has to name its class there with @Type(() => …)';

class Unreadable {
  constructor(readonly message: string) {}
}

function flatten({ property, target, constraints = {}, children = [] }: ValidationError, parent: string): Fault[] {
  if ('unknownValue' in constraints) return [{ path: parent, message: NO_CLASS }];
  const path = Array.isArray(target) ? `${parent}[${property}]` : parent === '' ? property : `${parent}.${property}`;
  const own = messagesOf(property, constraints, target).map((message) => ({ path, message }));
  return [...own, ...children.flatMap((child) => flatten(child, path))];
}

/** What is not there has no length and no type to find fault with: it is told once, unless the class has words for it. */
function messagesOf(
  property: string,
  constraints: Readonly<Record<string, string>>,
  target: object | undefined,
): readonly string[] {
  const value: unknown = target === undefined ? undefined : Reflect.get(target, property);
  const names = Object.keys(constraints);
  if (names.length === 0 || (value !== undefined && value !== null)) return Object.values(constraints);
  const worded = rulesOf(target).filter((rule) => rule.propertyName === property && rule.message !== undefined);
  const own = names.filter((name) => worded.some((rule) => rule.name === name));
  if (own.length > 0) return own.flatMap((name) => constraints[name] ?? []);
  return [value === undefined ? 'is missing' : 'must not be null'];
}

/** A decorator of a member; `message` is there when the class words it. */
interface Rule {
  readonly propertyName: string;
  readonly name?: string | undefined;
  readonly message?: unknown;
}

const rulesOf = (target: object | undefined): readonly Rule[] =>
  target === undefined ? [] : getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', true, false);

const decorated = new WeakMap<DocumentClass<object>, boolean>();

function hasDecorators(documentClass: DocumentClass<object>): boolean {
  const known = decorated.get(documentClass);
  if (known !== undefined) return known;
  const found = getMetadataStorage().getTargetValidationMetadatas(documentClass, '', true, false).length > 0;
  decorated.set(documentClass, found);
  return found;
}
