import { Controller, Get } from '@nestjs/common';
import { Access } from '../access/access.decorator.js';
import { QueryNames } from '../http/query-names.js';
import { QueryParameter } from '../http/query-string.js';
import { EngineRequests } from './engine-requests.js';
import type { EngineReport } from './engine-requests.js';

@Controller('v1/admin/engine')
@Access('admin')
export class EngineController {
  constructor(private readonly engine: EngineRequests) {}

  @Get()
  @QueryNames(['scan'])
  report(@QueryParameter('scan') scan: string | undefined): Promise<EngineReport> {
    return this.engine.report(scan);
  }
}
