import { Reflector } from '@nestjs/core';

/** Who may use a route: everybody, who may search and read, who may do everything. */
export type AccessLevel = 'open' | 'read' | 'admin';

/** Declares who may use a route. Every route has one. */
export const Access = Reflector.createDecorator<AccessLevel>();
