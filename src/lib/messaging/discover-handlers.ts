import type { DiscoveryService } from '@nestjs/core';
import { MetadataScanner } from '@nestjs/core';
import { AisleError } from '../errors/aisle-error.js';

/** A method that a decorator marked, bound to its provider. */
export interface MarkedMethod<Mark> {
  /** Class and method, for messages. */
  readonly name: string;
  readonly mark: Mark;
  readonly call: (...args: readonly unknown[]) => unknown;
}

/** Decorates a method; one that is no such handler does not compile. */
export type HandlerDecorator<Handler> = <Method extends Handler>(
  prototype: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/** Marks a method; several marks of one key stand beside each other. */
export function markMethod(key: symbol, mark: unknown, prototype: object, name: string | symbol): void {
  const marks = (Reflect.getOwnMetadata(key, prototype, name) ?? []) as readonly unknown[];
  Reflect.defineMetadata(key, [...marks, mark], prototype, name);
}

/**
 * Finds the marked methods of all providers and controllers.
 * @throws INVALID_CONFIGURATION for one whose provider is made anew for each request: a message belongs to none
 */
export function discoverMethods<Mark>(discovery: DiscoveryService, key: symbol): readonly MarkedMethod<Mark>[] {
  const scanner = new MetadataScanner();
  return [...discovery.getProviders(), ...discovery.getControllers()].flatMap((wrapper) => {
    const { metatype } = wrapper;
    const prototype: unknown = typeof metatype === 'function' ? metatype.prototype : undefined;
    if (typeof prototype !== 'object' || prototype === null) return [];
    return scanner.getAllMethodNames(prototype).flatMap((method) => {
      const marks = Reflect.getMetadata(key, prototype, method) as readonly Mark[] | undefined;
      if (marks === undefined) return [];
      const name = `${wrapper.name}.${method}`;
      if (!wrapper.isDependencyTreeStatic()) {
        throw new AisleError(
          'INVALID_CONFIGURATION',
          `${name} handles messages, but its provider is made for each request. Give it the default scope.`,
        );
      }
      const instance = wrapper.instance as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
      return marks.map((mark) => ({ name, mark, call: (...args: readonly unknown[]) => instance[method]?.(...args) }));
    });
  });
}
