import { Module } from '@nestjs/common';
import { SessionsModule } from '../../lib/index.js';
import { SessionRequests } from './session-requests.js';
import { SessionController } from './session.controller.js';

@Module({ imports: [SessionsModule.forRoot()], controllers: [SessionController], providers: [SessionRequests] })
export class SessionModule {}
