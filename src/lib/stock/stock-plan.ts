import { documentBoostOf } from '../collections/document-boost.js';
import type { BoostFactor, DocumentBoost } from '../collections/document-boost.js';
import { layoutOf } from '../collections/field-layout.js';
import { parsePath, toJsonPath } from '../collections/path.js';
import type { StockFields } from '../collections/stock-fields.js';
import type { ActiveDefinitions } from '../documents/active-definitions.js';
import { MARK_LENGTH, markLayoutOf } from '../documents/derive/field-marks.js';
import { planFields } from '../documents/derive/field-plan.js';
import { withMember } from '../documents/derive/move-vectors.js';
import type { JsonObject, JsonValue } from '../documents/json-value.js';

/** What a script needs to know to change the stock of a document, under the definitions in force. */
export interface StockPlan {
  /** Where the quantity stands in the envelope. */
  readonly quantityPath: string;
  readonly availablePath: string;
  /** What `has` lists when a document says whether it is available; empty when no definition indexes that. */
  readonly availableMember: string;
  /** The merge patch of the envelope, with {@link SLOTS} for the values. */
  readonly patch: string;
  /** The same with `has`. */
  readonly patchWithHas: string;
  /** Which fields change, and where their marks begin, from 1, in marks of this shape. */
  readonly marked: { readonly shape: string; readonly members: readonly string[]; readonly starts: readonly number[] };
  /** What the boosts of documents multiply that depend on whether they are available, by the slot of each. */
  readonly boosts: Readonly<Record<string, readonly StockBoostFactor[]>>;
}

/** Multiplies the boost where the value at this path of the envelope is true. */
export interface StockBoostFactor {
  readonly path: string;
  readonly by: number;
}

/** Stand for values in a patch. No JSON text holds such characters but for these. */
export const SLOTS = {
  quantity: '\x01',
  available: '\x02',
  version: '\x03',
  now: '\x04',
  has: '\x05',
  marks: '\x06',
  boost: '\x0e',
  otherBoost: '\x0f',
} as const;

/** The plan for the fields of a stock; those of a former definition are changed in the document alone. */
export function planStock(active: ActiveDefinitions, { quantity, available }: StockFields): StockPlan {
  const [quantitySteps, availableSteps] = [parsePath(quantity), parsePath(available)];
  const number = planFields(active).find((plan) => plan.path === quantity && plan.fields[0].kind === 'numeric');
  const boosts = boostsBy(active, available).map((boost, at) => ({ ...boost, slot: BOOST_SLOTS[at] ?? '' }));
  const idx = {
    ...(number === undefined ? {} : { [number.members.sort]: number.sort ? [SLOTS.quantity] : null }),
    ...Object.fromEntries(boosts.map(({ member, slot }) => [member, slot])),
  };
  const doc = withMember(withMember({}, quantitySteps, SLOTS.quantity), availableSteps, SLOTS.available);
  const meta = { version: SLOTS.version, updated: SLOTS.now, marks: SLOTS.marks };
  return Object.freeze({
    quantityPath: toJsonPath('$.doc', quantitySteps),
    availablePath: toJsonPath('$.doc', availableSteps),
    availableMember: memberOfBoolean(active, available),
    patch: withSlots({ doc, idx, meta }),
    patchWithHas: withSlots({ doc, idx: { ...idx, has: SLOTS.has }, meta }),
    marked: markedFields(active, [quantity, available]),
    boosts: Object.fromEntries(boosts.map(({ slot, factors }) => [slot, factors.map(stockFactor)])),
  });
}

const BOOST_SLOTS = [SLOTS.boost, SLOTS.otherBoost];

/** The boosts of the definitions that depend on a field. */
function boostsBy({ serving, other }: ActiveDefinitions, path: string): readonly DocumentBoost[] {
  const boosts = [serving, other].map((collection) => (collection === null ? null : documentBoostOf(collection)));
  const dependent = boosts.flatMap((boost) => (boost?.factors.some((factor) => factor.path === path) ? [boost] : []));
  return [...new Map(dependent.map((boost) => [boost.member, boost])).values()];
}

const stockFactor = ({ steps, by }: BoostFactor): StockBoostFactor => ({ path: toJsonPath('$.doc', steps), by });

function markedFields(active: ActiveDefinitions, changed: readonly string[]): StockPlan['marked'] {
  const { shape, members } = markLayoutOf(active);
  const changing = planFields(active).filter(({ path, steps }) => {
    const [root] = steps;
    return changed.includes(path) || changed.some((other) => parsePath(other)[0]?.name === root?.name);
  });
  const names = changing.map((plan) => plan.members.filter);
  return { shape, members: names, starts: names.map((name) => 1 + shape.length + MARK_LENGTH * members.indexOf(name)) };
}

function memberOfBoolean({ serving, other }: ActiveDefinitions, path: string): string {
  const layouts = [serving, other].map((collection) =>
    collection === null ? undefined : layoutOf(collection).get(path),
  );
  return layouts.find((layout) => layout?.field.kind === 'boolean')?.members.filter ?? '';
}

/** JSON escapes control characters; the slots stand unescaped and without quotes. */
function withSlots(patch: Readonly<Record<string, JsonValue | JsonObject>>): string {
  return JSON.stringify(patch).replace(/"\\u000([1-6ef])"/g, (_, digit: string) =>
    String.fromCharCode(parseInt(digit, 16)),
  );
}
