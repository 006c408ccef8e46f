import { getMetadataStorage, ValidationTypes } from 'class-validator';
import type { ValidationArguments } from 'class-validator';

/** Tells whether an object has no fault; where it says no, class-validator is to say whether it has any. */
export type ClassCheck = (instance: object) => boolean;

/** What decorators say of one member. */
type MemberCheck = (instance: object, value: unknown) => boolean;

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const checks = new WeakMap<object, ClassCheck>();

/**
 * The decorators of a class, sorted once instead of at each validation: class-validator spends most of its time on that.
 * It runs the validators of the decorators as class-validator does, and knows no messages. A class whose decorators
 * it does not understand, such as those that wait, passes nothing.
 */
export function classCheckOf(target: object): ClassCheck {
  const known = checks.get(target);
  if (known !== undefined) return known;
  const check = typeof target === 'function' ? createClassCheck(target) : passNothing;
  checks.set(target, check);
  return check;
}

const passNothing: ClassCheck = () => false;

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- class-validator's own type of a class
function createClassCheck(target: Function): ClassCheck {
  const storage = getMetadataStorage();
  const byMember = Object.entries(
    storage.groupByPropertyName(storage.getTargetValidationMetadatas(target, '', false, false)),
  );
  const members = byMember.map(([name, metadatas]) => ({ name, check: createMemberCheck(target.name, metadatas) }));
  if (members.length === 0) return passNothing;
  return (instance) => {
    for (const { name, check } of members)
      if (!check(instance, (instance as Readonly<Record<string, unknown>>)[name])) return false;
    return true;
  };
}

function createMemberCheck(targetName: string, metadatas: readonly Metadata[]): MemberCheck {
  const conditions: MemberCheck[] = [];
  const rules: MemberCheck[] = [];
  for (const metadata of metadatas) {
    switch (metadata.type) {
      case ValidationTypes.CONDITIONAL_VALIDATION:
        conditions.push(metadata.constraints[0] as MemberCheck);
        break;
      case ValidationTypes.CUSTOM_VALIDATION:
      case ValidationTypes.IS_DEFINED:
        rules.push(createRule(targetName, metadata));
        break;
      case ValidationTypes.NESTED_VALIDATION:
        rules.push((_, value) => value === undefined || passesNested(value));
        break;
      case ValidationTypes.WHITELIST:
        break;
      default:
        return passNothing;
    }
  }
  return (instance, value) => {
    for (const holds of conditions) if (!holds(instance, value)) return true;
    for (const passes of rules) if (!passes(instance, value)) return false;
    return true;
  };
}

function createRule(targetName: string, { propertyName: property, ...metadata }: Metadata): MemberCheck {
  const validators = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  if (validators.some(({ async }) => async)) return passNothing;
  const { constraints, each, validateIf } = metadata;
  return (object, value) => {
    if (validateIf !== undefined && !validateIf(object, value)) return true;
    if (each && (value instanceof Set || value instanceof Map)) return false;
    const args: ValidationArguments = { targetName, property, object, value, constraints };
    for (const { instance } of validators) {
      if (!each || !Array.isArray(value)) {
        if (instance.validate(value, args) !== true) return false;
      } else for (const element of value) if (instance.validate(element, args) !== true) return false;
    }
    return true;
  };
}

function passesNested(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((element) => element === undefined || passesNested(element));
  if (value instanceof Set || value instanceof Map || !(value instanceof Object)) return false;
  return classCheckOf(value.constructor)(value);
}
