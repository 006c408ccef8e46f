/** Builds the keys of one namespace. Nothing else builds a key. */
export interface Keys {
  readonly namespace: string;
  /** Hash tag of a partition: the collection alone, or `<collection>.<p>` when there are several. */
  readonly document: (collection: string, partition: Partition, id: string) => string;
  readonly documentPrefix: (collection: string, partition: Partition) => string;
  /** Counter that gives each write its version. */
  readonly sequence: (collection: string, partition: Partition) => string;
  /** Stream of changes. */
  readonly changes: (collection: string, partition: Partition) => string;
  /** Hash that tells which write changed each field, and each group of words, last. */
  readonly fieldVersions: (collection: string, partition: Partition) => string;
  /** Hash with the definitions in force. */
  readonly definition: (collection: string, partition: Partition) => string;
  /** Hash of the synonyms by id, beside the definition that decides. */
  readonly synonyms: (collection: string, partition: Partition) => string;
  /** What reservations of stock need beside the documents, such as `reservation:<id>`. */
  readonly stock: (collection: string, partition: Partition, part: string) => string;
  /** Set of the names of all collections. */
  readonly collections: () => string;
  readonly index: (collection: string, hash: string) => string;
  readonly indexAlias: (collection: string) => string;
  /** Snapshot of the terms that a collection's documents hold. */
  readonly terms: (collection: string) => string;
  /** `<namespace>:<area>:<id>[:<part>]`, for all that is not a document. */
  readonly state: (area: string, id: string, part?: string) => string;
}

/** Number of a partition, or null in a collection that has one alone. */
export type Partition = number | null;

export function createKeys(namespace: string): Keys {
  const tag = (collection: string, partition: Partition) =>
    `${namespace}:{${partition === null ? collection : `${collection}.${partition}`}}`;
  return Object.freeze({
    namespace,
    document: (collection: string, partition: Partition, id: string) => `${tag(collection, partition)}:doc:${id}`,
    documentPrefix: (collection: string, partition: Partition) => `${tag(collection, partition)}:doc:`,
    sequence: (collection: string, partition: Partition) => `${tag(collection, partition)}:seq`,
    changes: (collection: string, partition: Partition) => `${tag(collection, partition)}:changes`,
    fieldVersions: (collection: string, partition: Partition) => `${tag(collection, partition)}:versions`,
    definition: (collection: string, partition: Partition) => `${tag(collection, partition)}:definition`,
    synonyms: (collection: string, partition: Partition) => `${tag(collection, partition)}:synonyms`,
    stock: (collection: string, partition: Partition, part: string) => `${tag(collection, partition)}:stock:${part}`,
    collections: () => `${namespace}:collections:names`,
    index: (collection: string, hash: string) => `${namespace}:idx:${collection}:v${hash}`,
    indexAlias: (collection: string) => `${namespace}:idx:${collection}`,
    terms: (collection: string) => `${namespace}:terms:${collection}`,
    state: (area: string, id: string, part?: string) =>
      part ? `${namespace}:${area}:${id}:${part}` : `${namespace}:${area}:${id}`,
  });
}
