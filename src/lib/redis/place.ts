import type { DirectTarget } from './connection-target.js';

/** Where a server is that moves: the primary of a failover group, one of its replicas, any node of a cluster. */
export interface Place {
  /** Asked before each new connection. @throws AisleError `ENGINE_UNAVAILABLE` while nobody knows. */
  readonly locate: () => Promise<DirectTarget>;
  /** What the server must be: a `primary` is asked whether it is one, a `cluster-replica` is told that it may answer. */
  readonly role: 'primary' | 'cluster-replica' | 'any';
}
