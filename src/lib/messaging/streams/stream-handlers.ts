import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { discoverMethods } from '../discover-handlers.js';
import { STREAM_HANDLER } from './on-stream.decorator.js';
import type { StreamMark } from './on-stream.decorator.js';
import { Streams } from './streams.js';

/** Lets the decorated methods consume while the application runs. */
@Injectable()
export class StreamHandlers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly streams: Streams,
  ) {}

  onApplicationBootstrap(): void {
    for (const { mark, call } of discoverMethods<StreamMark>(this.discovery, STREAM_HANDLER)) {
      this.streams.consume(mark.stream, mark.options, call);
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.streams.close();
  }
}
