import { Controller, Get, Header } from '@nestjs/common';
import { Access } from '../access/access.decorator.js';
import { renderErrorPage } from './error-page.js';

@Controller('docs/errors')
@Access('open')
export class ErrorPageController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  read(): string {
    return renderErrorPage();
  }
}
