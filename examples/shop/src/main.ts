import { NestFactory } from '@nestjs/core';
import 'reflect-metadata';
import { AisleErrorFilter } from './aisle-error.filter.js';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule.with(process.env['REDIS_URL'] ?? 'redis://localhost:6379'));
app.useGlobalFilters(new AisleErrorFilter());
app.enableShutdownHooks();
await app.listen(3001);
