import { Module } from '@nestjs/common';
import { SynonymController } from './synonym.controller.js';

@Module({ controllers: [SynonymController] })
export class SynonymModule {}
