import { Module } from '@nestjs/common';
import { SeedingModule } from '../seeding/seeding.module.js';
import { HealthController } from './health.controller.js';
import { Lifecycle } from './lifecycle.js';
import { Readiness } from './readiness.js';

@Module({
  imports: [SeedingModule],
  controllers: [HealthController],
  providers: [Lifecycle, Readiness],
  exports: [Lifecycle],
})
export class HealthModule {}
