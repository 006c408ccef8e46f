import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { discoverMethods } from '../discover-handlers.js';
import { JOB_HANDLER } from './on-job.decorator.js';
import type { JobMark } from './on-job.decorator.js';
import { Queues } from './queues.js';

/** Lets the decorated methods work while the application runs. */
@Injectable()
export class JobHandlers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly queues: Queues,
  ) {}

  onApplicationBootstrap(): void {
    for (const { mark, call } of discoverMethods<JobMark>(this.discovery, JOB_HANDLER)) {
      this.queues.work(mark.queue, mark.options, call);
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.queues.close();
  }
}
