import { Module } from '@nestjs/common';
import { Seeder } from './seeder.js';
import { Seeding } from './seeding.js';

@Module({ providers: [Seeder, Seeding], exports: [Seeder, Seeding] })
export class SeedingModule {}
