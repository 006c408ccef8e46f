import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { discoverMethods } from '../discover-handlers.js';
import type { EventTopic } from './define-events.js';
import { EventBus } from './event-bus.js';
import { EVENT_GAP, EVENT_TOPIC } from './on-event.decorator.js';

/** Connects the decorated methods with the bus while the application runs. */
@Injectable()
export class EventHandlers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly bus: EventBus,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const handlers = discoverMethods<EventTopic<unknown>>(this.discovery, EVENT_TOPIC);
    await Promise.all(handlers.map(({ mark, call }) => this.bus.on(mark, call)));
    for (const { call } of discoverMethods(this.discovery, EVENT_GAP)) this.bus.onGap(() => call());
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.bus.close();
  }
}
