import { Module } from '@nestjs/common';
import { ErrorPageController } from './error-page.controller.js';

@Module({ controllers: [ErrorPageController] })
export class OpenApiModule {}
