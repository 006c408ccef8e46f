import { Module } from '@nestjs/common';
import { DocumentController } from './document.controller.js';
import { DocumentRequests } from './document-requests.js';
import { TransferController } from './transfer.controller.js';
import { TransferRequests } from './transfer-requests.js';

@Module({
  controllers: [DocumentController, TransferController],
  providers: [DocumentRequests, TransferRequests],
})
export class DocumentModule {}
