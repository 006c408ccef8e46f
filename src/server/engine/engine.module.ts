import { Module } from '@nestjs/common';
import { MonitoringModule } from '../../lib/index.js';
import { EngineController } from './engine.controller.js';
import { EngineRequests } from './engine-requests.js';

@Module({ imports: [MonitoringModule], controllers: [EngineController], providers: [EngineRequests] })
export class EngineModule {}
