import type { Server } from 'node:net';

/** Listens at an address that nobody else listens at; false when somebody does. */
export function listenExclusively(server: Server, address: string): Promise<boolean>;
