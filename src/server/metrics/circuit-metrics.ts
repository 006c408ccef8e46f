import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { EngineCircuit } from '../../lib/index.js';
import type { EngineCircuitState } from '../../lib/index.js';
import { MetricsRegistry } from './metrics-registry.js';

const STATES: readonly EngineCircuitState[] = ['closed', 'open', 'halfOpen'];

/** Whether commands are sent to the engine, asked for when the metrics are read. */
@Injectable()
export class CircuitMetrics {
  constructor(registry: MetricsRegistry, circuit: EngineCircuit) {
    const registers = [registry];
    new Gauge({
      registers,
      labelNames: ['state'],
      name: 'aisle_engine_circuit_state',
      help: '1 for the state of the circuit to the engine: closed (commands are sent), open (they are refused) or halfOpen.',
      collect() {
        for (const state of STATES) this.set({ state }, state === circuit.status.state ? 1 : 0);
      },
    });
    new Counter({
      registers,
      name: 'aisle_engine_circuit_opened_total',
      help: 'How often the engine answered too late for a while, so that the circuit opened.',
      collect() {
        this.reset();
        this.inc(circuit.status.opened);
      },
    });
    new Counter({
      registers,
      name: 'aisle_engine_circuit_refused_total',
      help: 'Commands that were refused because the circuit was open.',
      collect() {
        this.reset();
        this.inc(circuit.status.refused);
      },
    });
  }
}
