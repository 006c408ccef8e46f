import { AisleError } from 'aisle';
import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';

/** Answers with the status and the code of an error of Aisle. */
@Catch(AisleError)
export class AisleErrorFilter implements ExceptionFilter {
  catch(error: AisleError, host: ArgumentsHost): void {
    const { code, status, message, faults } = error;
    host.switchToHttp().getResponse<Response>().status(status).json({ code, status, detail: message, errors: faults });
  }
}
