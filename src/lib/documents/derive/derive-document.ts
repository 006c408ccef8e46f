import { createHash } from 'node:crypto';
import { documentBoostOf } from '../../collections/document-boost.js';
import type { DocumentBoost } from '../../collections/document-boost.js';
import { layoutOf } from '../../collections/field-layout.js';
import { HAS } from '../../collections/members.js';
import { packedFacetsOf, packFacetValues } from '../../collections/packed-facets.js';
import type { PackedFacets } from '../../collections/packed-facets.js';
import type { Fault } from '../../errors/aisle-error.js';
import type { JsonObject } from '../json-value.js';
import { booleanDeriver } from './derive-boolean.js';
import { boostOf } from './derive-boost.js';
import { codeDeriver } from './derive-code.js';
import { dateDeriver } from './derive-date.js';
import type { DerivedMembers, DeriveField } from './derive-field.js';
import { geoDeriver } from './derive-geo.js';
import { hierarchyDeriver } from './derive-hierarchy.js';
import { numericDeriver } from './derive-numeric.js';
import { tagDeriver } from './derive-tag.js';
import { textDeriver } from './derive-text.js';
import { vectorDeriver } from './derive-vector.js';
import type { Definitions, FieldPlan } from './field-plan.js';
import { planFields } from './field-plan.js';
import { withoutMember } from './move-vectors.js';

/** What is stored of a document, besides its meta data. */
export interface DerivedDocument {
  /** The document without the vectors that were moved. */
  readonly doc: JsonObject;
  readonly idx: Readonly<DerivedMembers>;
  /** The members of `idx` that hold the moved vectors, by their paths in the document. */
  readonly vectors: Readonly<Record<string, string>>;
  /** Why the document does not fit; then nothing of it may be stored. */
  readonly faults: readonly Fault[];
}

interface Derivation {
  readonly fields: readonly { readonly plan: FieldPlan; readonly derive: DeriveField }[];
  /** For each definition that packs its facets the members that hold their values, by path. */
  readonly packed: readonly { readonly packed: PackedFacets; readonly facets: ReadonlyMap<string, string> }[];
  /** What the rankings of the definitions boost. */
  readonly boosts: readonly DocumentBoost[];
  readonly shape: string;
}

const derivations = new WeakMap<Definitions, Derivation>();

/** Derives what the definitions in force need for search. */
export function deriveDocument(document: JsonObject, definitions: Definitions): DerivedDocument {
  const idx: DerivedMembers = {};
  const faults: Fault[] = [];
  const has: string[] = [];
  const vectors: Record<string, string> = {};
  let doc = document;
  const derivation = derivationOf(definitions);
  for (const { plan, derive } of derivation.fields) {
    if (!derive(document, idx, faults)) continue;
    has.push(plan.members.filter);
    if (hasSeveral(plan, idx)) has.push(plan.members.several);
    if (!isMoved(plan)) continue;
    doc = withoutMember(doc, plan.steps);
    vectors[plan.path] = plan.members.filter;
  }
  for (const { packed, facets } of derivation.packed) {
    const { joined, isTooMany } = packFacetValues(packed, (path) => {
      const member = facets.get(path);
      const values = member === undefined ? undefined : idx[member];
      return typeof values === 'string' ? values : undefined;
    });
    if (joined !== '') idx[packed.member] = joined;
    if (isTooMany) has.push(packed.overflow);
  }
  for (const { member, factors } of derivation.boosts) idx[member] = boostOf(document, factors);
  idx[HAS] = has;
  return { doc, idx, vectors, faults };
}

/** Identifies what the definitions derive: documents stored with an equal shape need not be derived again. */
export function shapeOf(definitions: Definitions): string {
  return derivationOf(definitions).shape;
}

function derivationOf(definitions: Definitions): Derivation {
  const known = derivations.get(definitions);
  if (known !== undefined) return known;
  const plans = planFields(definitions);
  const fields = plans.map((plan) => ({ plan, derive: createDeriver(plan) }));
  const packed = packedOf(definitions);
  const boosts = boostsOf(definitions);
  const derivation = { fields, packed, boosts, shape: hashPlans(plans, { packed, boosts }) };
  derivations.set(definitions, derivation);
  return derivation;
}

function boostsOf({ serving, other }: Definitions): readonly DocumentBoost[] {
  const boosts = (other === null ? [serving] : [serving, other]).map(documentBoostOf);
  const distinct = new Map(boosts.flatMap((boost) => (boost === null ? [] : [[boost.member, boost] as const])));
  return [...distinct.values()];
}

function packedOf({ serving, other }: Definitions): Derivation['packed'] {
  const layouts = (other === null ? [serving] : [serving, other]).map(layoutOf);
  const each = layouts.flatMap((layout) => {
    const packed = packedFacetsOf(layout);
    if (packed === null) return [];
    const facets = [...packed.letters.keys()].map((path) => [path, layout.get(path)?.members.facet ?? ''] as const);
    return [{ packed, facets: new Map(facets) }];
  });
  return each.filter(({ packed }, at) => each.findIndex((one) => one.packed.member === packed.member) === at);
}

function createDeriver(plan: FieldPlan): DeriveField {
  switch (plan.fields[0].kind) {
    case 'text':
      return textDeriver(plan);
    case 'code':
      return codeDeriver(plan);
    case 'tag':
      return tagDeriver(plan);
    case 'hierarchy':
      return hierarchyDeriver(plan);
    case 'numeric':
      return numericDeriver(plan);
    case 'boolean':
      return booleanDeriver(plan);
    case 'date':
      return dateDeriver(plan);
    case 'geo':
      return geoDeriver(plan);
    case 'vector':
      return vectorDeriver(plan);
  }
}

function hasSeveral({ members, sort }: FieldPlan, idx: Readonly<DerivedMembers>): boolean {
  const extremes = sort ? idx[members.sort] : undefined;
  return Array.isArray(extremes) && extremes.length > 1;
}

const isMoved = ({ fields, everywhere }: FieldPlan) => fields[0].kind === 'vector' && everywhere;

function hashPlans(plans: readonly FieldPlan[], { packed, boosts }: Pick<Derivation, 'packed' | 'boosts'>): string {
  const parts = plans.map((plan) => {
    const { members, words, facet, sort } = plan;
    return [members.filter, words, facet, sort, isMoved(plan)].join();
  });
  const all = [...parts, ...packed.map((one) => one.packed.member), ...boosts.map(({ member }) => member)];
  return createHash('sha256').update(all.sort().join(';')).digest('hex').slice(0, 8);
}
