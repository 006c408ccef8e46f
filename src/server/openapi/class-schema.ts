import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import type { JsonSchema } from './json-schema.js';

type DocumentClass = new () => object;
type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** What one validator says about a value. */
const KEYWORDS: Readonly<Record<string, (constraints: readonly unknown[]) => JsonSchema>> = {
  isString: () => ({ type: 'string' }),
  isNumber: () => ({ type: 'number' }),
  isInt: () => ({ type: 'integer' }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object' }),
  isIso8601: () => ({ type: 'string', description: 'ISO 8601: a date, or a time with Z or an offset.' }),
  isLatitude: () => ({ type: 'number', minimum: -90, maximum: 90 }),
  isLongitude: () => ({ type: 'number', minimum: -180, maximum: 180 }),
  isLength: ([min, max]) => ({ minLength: Number(min), ...(max === undefined ? {} : { maxLength: Number(max) }) }),
  min: ([minimum]) => ({ minimum: Number(minimum) }),
  max: ([maximum]) => ({ maximum: Number(maximum) }),
};
const LIST_KEYWORDS: Readonly<Record<string, (constraints: readonly unknown[]) => JsonSchema>> = {
  isArray: () => ({}),
  arrayMaxSize: ([maxItems]) => ({ maxItems: Number(maxItems) }),
  arrayMinSize: ([minItems]) => ({ minItems: Number(minItems) }),
};

/** The schema of a document class, from the decorators that check its documents. Other members are allowed. */
export function classSchema(documentClass: DocumentClass): JsonSchema {
  const rules = getMetadataStorage().getTargetValidationMetadatas(documentClass, '', true, false);
  const names = [...new Set(rules.map(({ propertyName }) => propertyName))];
  const of = (name: string) => rules.filter(({ propertyName }) => propertyName === name);
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, memberSchema(documentClass, name, of(name))])),
    required: names.filter((name) => !of(name).some((rule) => rule.name === 'isOptional')),
  };
}

function memberSchema(documentClass: DocumentClass, name: string, rules: readonly Rule[]): JsonSchema {
  const isList = rules.some((rule) => rule.each || isListRule(rule));
  const nested = rules.some(({ type }) => type === ValidationTypes.NESTED_VALIDATION)
    ? nestedSchema(documentClass, name, isList)
    : {};
  const value = merge([nested, ...rules.map((rule) => keywordsOf(KEYWORDS, rule))]);
  if (!isList) return value;
  return merge([{ type: 'array', items: value }, ...rules.map((rule) => keywordsOf(LIST_KEYWORDS, rule))]);
}

/** The class of a nested value is known to class-transformer alone, which shows it by what it makes. */
function nestedSchema(documentClass: DocumentClass, name: string, isList: boolean): JsonSchema {
  const instance: object = plainToInstance(documentClass, { [name]: isList ? [{}] : {} });
  const member: unknown = Object.entries(instance).find(([key]) => key === name)?.[1];
  const value: unknown = Array.isArray(member) ? member[0] : member;
  if (typeof value !== 'object' || value === null || value.constructor === Object) return {};
  return classSchema(value.constructor as DocumentClass);
}

const isListRule = ({ name }: Rule) => name !== undefined && Object.hasOwn(LIST_KEYWORDS, name);

function keywordsOf(keywords: typeof KEYWORDS, { name, constraints }: Rule): JsonSchema {
  const make = name === undefined || !Object.hasOwn(keywords, name) ? undefined : keywords[name];
  return make?.((constraints as readonly unknown[] | undefined) ?? []) ?? {};
}

const merge = (schemas: readonly JsonSchema[]): JsonSchema => Object.assign({}, ...schemas) as JsonSchema;
