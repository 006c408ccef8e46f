import type { Field, HierarchyField } from '../../../../src/lib/collections/field-kinds.js';
import { foldCode } from '../../../../src/lib/analysis/code-forms.js';
import { isBlank } from '../../../../src/lib/analysis/blank.js';
import type { JsonObject, JsonValue } from '../../../../src/lib/documents/json-value.js';
import { isUncertain } from '../naive/distance.js';
import type { Point } from '../naive/distance.js';
import type { Catalogue } from './generate-catalogue.js';
import type { Random } from './random.js';
import { repunctuate, respell } from './spellings.js';
import { HOSTILE } from './hostile.js';
import { DATES, NUMBERS, POINTS } from './measures.js';
import { CODES, levelsFor, TAGS } from './words.js';

/** A condition that the field takes. */
export function generateCondition(random: Random, catalogue: Catalogue, path: string): JsonValue {
  const field = catalogue.collection.fields[path]!;
  const pool = catalogue.values.get(path) ?? [];
  const value = () => generateValue(random, field, pool);
  const values = (): JsonValue => (random.chance(0.4) ? value() : random.list(1, 6, value));
  const exists = (): JsonObject => ({ exists: random.chance(0.6) });
  switch (field.kind) {
    case 'text':
    case 'vector':
      return exists();
    case 'code':
      return random.chance(0.6) ? values() : several(random, [() => ({ not: values() }), exists]);
    case 'tag':
    case 'hierarchy':
      if (random.chance(0.55)) return values();
      return several(random, [() => ({ not: values() }), () => ({ all: values() }), exists]);
    case 'numeric':
      if (random.chance(0.3)) return values();
      return several(random, [
        () => range(random, value),
        () => range(random, value),
        () => ({ not: values() }),
        exists,
      ]);
    case 'boolean':
      if (random.chance(0.6)) return value();
      return several(random, [() => ({ not: value() }), exists]);
    case 'date':
      return several(random, [() => range(random, value), () => range(random, value), exists]);
    case 'geo':
      return several(random, [() => near(random, pool), exists]);
  }
}

function several(random: Random, parts: readonly (() => JsonObject)[]): JsonObject {
  const chosen = random.some(parts, 1, random.chance(0.2) ? 2 : 1);
  return chosen.reduce<JsonObject>((condition, part) => ({ ...condition, ...part() }), {});
}

/** Mostly a value that some document has. */
function generateValue(random: Random, field: Field, pool: readonly JsonValue[]): JsonValue {
  const known = random.chance(0.8) && pool.length > 0 ? random.pick(pool) : undefined;
  switch (field.kind) {
    case 'numeric':
      return typeof known === 'number' ? shifted(known, random.pick([0, 0, 0, 1, -0.5])) : random.pick(NUMBERS);
    case 'boolean':
      return random.chance(0.5);
    case 'date':
      return known ?? random.pick(DATES);
    case 'code':
      return usable(
        typeof known === 'string' ? repunctuate(random, known) : random.pick(CODES),
        (code) => foldCode(code) !== '',
      );
    case 'hierarchy':
      return generatePath(random, field, typeof known === 'string' ? known : random.pick(levelsFor(field.separator)));
    default:
      return usable(
        respell(random, typeof known === 'string' ? known : random.pick([...TAGS, ...HOSTILE])),
        () => true,
      );
  }
}

const shifted = (value: number, by: number) => (Math.abs(value + by) > Number.MAX_SAFE_INTEGER ? value : value + by);

const usable = (value: string, test: (value: string) => boolean) => (!isBlank(value) && test(value) ? value : 'x1');

function generatePath(random: Random, { separator }: HierarchyField, known: string): string {
  const mark = separator.trim();
  const levels = known.split(mark).filter((level) => level.trim() !== '');
  const kept = levels.slice(0, random.integer(1, levels.length));
  const path = respell(random, kept.join(random.pick([mark, separator, ` ${mark} `])));
  return path.split(mark).some((level) => level.trim() !== '') ? path : 'x';
}

function range(random: Random, value: () => JsonValue): JsonObject {
  const bounds = random.some(['gt', 'gte', 'lt', 'lte'], 1, random.chance(0.1) ? 4 : 2);
  return Object.fromEntries(bounds.map((bound) => [bound, value()]));
}

/** A circle about which the engine can be certain. */
function near(random: Random, pool: readonly JsonValue[]): JsonObject {
  const points = pool as readonly unknown[] as readonly Point[];
  for (let tries = 0; tries < 20; tries++) {
    const { lat, lon } = random.chance(0.7) && points.length > 0 ? random.pick(points) : random.pick(POINTS);
    const circle = {
      lat: Math.max(-85.05, Math.min(85.05, lat + random.pick([0, 0.01, -0.01]))),
      lon,
      km: random.pick([0.2, 1.5, 30, 400, 3_000, 15_000]),
    };
    if (!points.some((point) => isUncertain(point, circle))) return { near: circle };
  }
  return { exists: true };
}
