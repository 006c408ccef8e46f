import { Injectable, UseGuards } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import type { Request } from 'express';
import { assertMediaType } from './media-type.js';
import { parseJson } from './parse-json.js';
import { readBody } from './read-body.js';

/** Most bytes of a JSON body: a document of the largest size, however it is laid out. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;

/**
 * Reads the body as JSON, for `@Body()`. It is read after the key was checked.
 * @param mediaTypes what is taken, the one to recommend first
 */
export function JsonBody(...mediaTypes: readonly string[]): MethodDecorator & ClassDecorator {
  return UseGuards(createGuard(mediaTypes.length === 0 ? ['application/json'] : mediaTypes));
}

/** A guard, for interceptors would lead every request through observables. */
function createGuard(mediaTypes: readonly string[]): Type<CanActivate> {
  @Injectable()
  class JsonBodyGuard implements CanActivate {
    async canActivate(context: ExecutionContext): Promise<boolean> {
      const request = context.switchToHttp().getRequest<Request>();
      assertMediaType(request.get('content-type'), mediaTypes);
      request.body = parseJson(await readBody(request, MAX_BODY_BYTES));
      return true;
    }
  }
  return JsonBodyGuard;
}
