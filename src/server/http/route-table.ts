import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { Access } from '../access/access.decorator.js';
import type { AccessLevel } from '../access/access.decorator.js';

/** A route as it is declared. */
export interface Route {
  readonly method: string;
  /** Such as `/v1/collections/:collection`. */
  readonly template: string;
  /** Undefined: it was forgotten. */
  readonly access: AccessLevel | undefined;
  /** Controller and method, for messages. */
  readonly handler: string;
}

/** All routes of the controllers, read from their decorators. */
@Injectable()
export class RouteTable {
  #routes: readonly Route[] | undefined;
  #patterns: ReadonlyMap<Route, RegExp> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  get routes(): readonly Route[] {
    return (this.#routes ??= this.discovery.getControllers().flatMap(({ metatype }) => this.#routesOf(metatype)));
  }

  /** The route that answers; HEAD is answered by GET. */
  find(method: string, path: string): Route | undefined {
    const wanted = method === 'HEAD' ? 'GET' : method;
    return this.routes.find((route) => route.method === wanted && this.#matches(route, path));
  }

  /** The methods that an address takes; empty when there is no such address. */
  methodsOf(path: string): readonly string[] {
    const methods = this.routes.filter((route) => this.#matches(route, path)).map(({ method }) => method);
    if (methods.length === 0) return [];
    return [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].sort();
  }

  #matches(route: Route, path: string): boolean {
    this.#patterns ??= new Map(this.routes.map((known) => [known, patternOf(known.template)]));
    return this.#patterns.get(route)?.test(path) === true;
  }

  #routesOf(controller: unknown): readonly Route[] {
    if (typeof controller !== 'function') return [];
    const prototype = controller.prototype as Readonly<Record<string, object>>;
    const base = pathOf(controller);
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const method: unknown = handler === undefined ? undefined : Reflect.getMetadata(METHOD_METADATA, handler);
      if (typeof handler !== 'function' || typeof method !== 'number') return [];
      return [
        {
          method: RequestMethod[method] ?? 'ALL',
          template: joinPaths(base, pathOf(handler)),
          access: this.reflector.getAllAndOverride(Access, [handler, controller]),
          handler: `${controller.name}.${name}`,
        },
      ];
    });
  }
}

function pathOf(target: object): string {
  const path: unknown = Reflect.getMetadata(PATH_METADATA, target);
  return typeof path === 'string' ? path : '';
}

const joinPaths = (...parts: readonly string[]) =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((segment) => segment !== '')
    .join('/')}`;

/** Express ignores case and a slash at the end, so this does too. */
function patternOf(template: string): RegExp {
  const segments = template.split('/').map((segment) => (segment.startsWith(':') ? '[^/]+' : segment));
  return new RegExp(`^${segments.join('/')}/?$`, 'i');
}
