import { plainToInstance, Transform, TransformationType } from 'class-transformer';
import { defaultMetadataStorage as storage } from 'class-transformer/cjs/storage.js';
import type { DocumentClass } from '../collections/collection.js';
import { remember } from './derive/remember.js';
import { isJsonArray } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

type Class = DocumentClass<object>;

/** Stands for what class-transformer is to do itself. */
const ELABORATE = Symbol('elaborate');

/** What becomes of one member of a class. */
interface MemberRule {
  /** Its getter or method stays. */
  readonly isKept: boolean;
  readonly type: TypeRule | undefined;
}

/** What `@Type` says; its function may be left out. */
type TypeRule = Partial<ReturnType<typeof storage.findTypeMetadata>>;

type MemberRules = (name: string) => MemberRule | typeof ELABORATE;

const rules = new WeakMap<Class, MemberRules>();

/**
 * An instance of a class with the members of a document, as `plainToInstance` makes it. Where decorators name types at
 * most, it is copied here: class-transformer looks up all decorators for each member of each document.
 */
export function toInstance(target: Class, document: JsonObject): object {
  const instance = copyObject(target, document);
  return instance === ELABORATE ? plainToInstance(target, document) : instance;
}

function copyObject(target: Class, document: JsonObject): object | typeof ELABORATE {
  if (Object.hasOwn(document, 'constructor')) return ELABORATE;
  const ruleOf = rulesOf(target);
  const instance = new target() as Record<string, unknown>;
  for (const name of Object.keys(document)) {
    const rule = ruleOf(name);
    if (rule === ELABORATE) return ELABORATE;
    if (rule.isKept || instance[name] instanceof Function) continue;
    const copied = copyMember(rule, document, name, instance);
    if (copied === ELABORATE) return ELABORATE;
    instance[name] = copied;
  }
  return instance;
}

function copyMember({ type }: MemberRule, document: JsonObject, name: string, instance: object): unknown {
  const value = document[name];
  if (type === undefined) return copyValue(Object, value);
  const array: unknown = type.reflectedType;
  if (isJsonArray(value) && array !== Array && array !== Object && array !== undefined) return ELABORATE;
  return copyValue(type.typeFunction?.({ newObject: instance, object: document, property: name }), value);
}

function copyValue(type: unknown, value: JsonValue | undefined): unknown {
  if (!isCopied(type)) return ELABORATE;
  if (typeof value !== 'object' || value === null) return value;
  if (!isJsonArray(value)) return copyObject(type, value);
  const copies = value.map((element) => copyValue(type, element));
  return copies.includes(ELABORATE) ? ELABORATE : copies;
}

/** Of other types class-transformer makes values. */
function isCopied(type: unknown): type is Class {
  return typeof type === 'function' && ![String, Number, Boolean, Date, Buffer, Map].some((made) => made === type);
}

function rulesOf(target: Class): MemberRules {
  const known = rules.get(target);
  if (known !== undefined) return known;
  const isPlain =
    areRulesKnown &&
    storage.getStrategy(target) === 'none' &&
    storage.getExposedMetadatas(target).length === 0 &&
    storage.getExcludedMetadatas(target).length === 0;
  const created: MemberRules = isPlain ? remember((name) => createRule(target, name)) : () => ELABORATE;
  rules.set(target, created);
  return created;
}

function createRule(target: Class, name: string): MemberRule | typeof ELABORATE {
  const transforms = storage.findTransformMetadatas(target, name, TransformationType.PLAIN_TO_CLASS);
  const type = typeRuleOf(target, name);
  const own = Object.getOwnPropertyDescriptor(target.prototype, name);
  const isSimple = type === undefined || (type.options?.discriminator === undefined && type.reflectedType !== Map);
  if (transforms.length > 0 || !isSimple) return ELABORATE;
  return { isKept: own !== undefined && own.set === undefined, type };
}

const typeRuleOf = (target: Class, name: string): TypeRule | undefined => storage.findTypeMetadata(target, name);

/** Whether decorators are found where they are looked up: a bundler may have put class-transformer there twice. */
const areRulesKnown = (() => {
  class Probe {
    readonly probe = null;
  }
  Transform(() => null)(Probe.prototype, 'probe');
  return storage.findTransformMetadatas(Probe, 'probe', TransformationType.PLAIN_TO_CLASS).length === 1;
})();
