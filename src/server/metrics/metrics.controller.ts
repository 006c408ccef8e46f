import { Controller, Get, Header } from '@nestjs/common';
import { Access } from '../access/access.decorator.js';
import { MetricsRegistry } from './metrics-registry.js';

@Controller('metrics')
@Access('admin')
export class MetricsController {
  constructor(private readonly registry: MetricsRegistry) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  read(): Promise<string> {
    return this.registry.metrics();
  }
}
