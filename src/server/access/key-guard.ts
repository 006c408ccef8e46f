import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { AisleError } from '../../lib/index.js';
import { SERVER_CONFIG } from '../config/config.module.js';
import type { ServerConfig } from '../config/server-config.js';
import { contextOf } from '../http/request-context.js';
import { Access } from './access.decorator.js';

/** Lets a request through when its key allows what the route does. Without keys, which means loopback, all are let through. */
@Injectable()
export class KeyGuard implements CanActivate {
  readonly #admin: Buffer | null;
  readonly #search: Buffer | null;

  constructor(
    private readonly reflector: Reflector,
    @Inject(SERVER_CONFIG) { adminKey, searchKey }: ServerConfig,
  ) {
    this.#admin = adminKey === null ? null : digest(adminKey);
    this.#search = searchKey === null ? null : digest(searchKey);
  }

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride(Access, [context.getHandler(), context.getClass()]);
    if (access === 'open' || this.#admin === null) return true;
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    const key = bearerOf(http.getRequest<Request>().get('authorization'));
    if (key === undefined) {
      response.set('www-authenticate', 'Bearer realm="aisle"');
      throw new AisleError('UNAUTHORIZED', 'This needs a key: send the header "Authorization: Bearer <key>".');
    }
    const given = digest(key);
    if (timingSafeEqual(given, this.#admin)) {
      contextOf(http.getRequest<Request>()).isAdmin = true;
      return true;
    }
    if (this.#search === null || !timingSafeEqual(given, this.#search)) {
      response.set('www-authenticate', 'Bearer realm="aisle", error="invalid_token"');
      throw new AisleError(
        'UNAUTHORIZED',
        'The key is not one of this server. Check AISLE_ADMIN_KEY and AISLE_SEARCH_KEY there.',
      );
    }
    if (access === 'read') return true;
    response.set('www-authenticate', 'Bearer realm="aisle", error="insufficient_scope"');
    throw new AisleError('FORBIDDEN', 'The search key may search and read. Use the admin key for all else.');
  }
}

const bearerOf = (header: string | undefined) => /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];

/** Equal lengths, so that the comparison takes the same time for every key. */
const digest = (key: string) => createHash('sha256').update(key).digest();
