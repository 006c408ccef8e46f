import { Module } from '@nestjs/common';
import { HealthModule } from '../health/health.module.js';
import { ChangeController } from './change.controller.js';
import { ChangeRequests } from './change-requests.js';

@Module({ imports: [HealthModule], controllers: [ChangeController], providers: [ChangeRequests] })
export class ChangeModule {}
