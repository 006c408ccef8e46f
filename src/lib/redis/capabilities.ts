/** What a Redis engine is and can do. */
export interface Capabilities {
  /** Version of the server, such as `8.2.3`. */
  readonly server: string;
  /** Versions of the loaded modules by name, such as `{search: '2.10.5', ReJSON: '2.8.3'}`. */
  readonly modules: Readonly<Record<string, string>>;
  /** Most terms that one prefix stands for before the engine cuts it. */
  readonly maxPrefixExpansions: number;
  /** Fewest letters of a prefix that finds anything. */
  readonly minPrefix: number;
  /** True when the server is a node of a cluster. */
  readonly cluster: boolean;
}
