import { InvalidDefinitionError } from '../errors/input-errors.js';

/** One step of a path: a member, and whether it holds an array whose elements the path goes through. */
export interface PathStep {
  readonly name: string;
  readonly each: boolean;
}

export type Path = readonly PathStep[];

const RESERVED = new Set(['and', 'or', 'not', 'id']);
const MAX_LENGTH = 200;
const MAX_STEPS = 10;
const STEP = /^([^.[\]"'\\$*,:\p{Cc}\p{Cs}]+)(\[\])?$/u;

/**
 * Parses a field's path: members joined by dots, `[]` after one that holds an array of which each element is meant,
 * such as `variants[].color`.
 * @throws INVALID_DEFINITION
 */
export function parsePath(path: string): Path {
  const steps = path.split('.').map((part) => STEP.exec(part));
  const parsed = steps.map((match) => ({ name: match?.[1] ?? '', each: match?.[2] !== undefined }));
  if (RESERVED.has(path)) {
    throw new InvalidDefinitionError(
      `"${path}" is reserved and cannot name a field. ${path === 'id' ? 'The id can always be filtered and sorted by' : 'Rename the member'}.`,
    );
  }
  if (parsed.some(({ name }) => name.trim() === '' || name === '__proto__') || path.length > MAX_LENGTH) {
    throw new InvalidDefinitionError(
      `"${path.slice(0, MAX_LENGTH)}" is not a path. Write members joined by dots, [] after an array, such as "specs.layout" or "variants[].color"; at most ${MAX_LENGTH} characters, without quotes, $ * , : \\ and control characters.`,
    );
  }
  if (parsed.length > MAX_STEPS) {
    throw new InvalidDefinitionError(`The path "${path}" has more than ${MAX_STEPS} members.`);
  }
  return parsed;
}

/** Whether the path goes through the elements of an array. */
export function hasEach(path: Path): boolean {
  return path.some((step) => step.each);
}

/** The path as the engine's JSONPath below `root`: `$.doc["variants"][*]["color"]`. */
export function toJsonPath(root: string, path: Path): string {
  return root + path.map(({ name, each }) => `["${name}"]${each ? '[*]' : ''}`).join('');
}
