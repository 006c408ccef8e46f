import { AisleError } from '../../errors/aisle-error.js';
import { EngineTimeoutError } from '../../errors/engine-errors.js';
import type { CommandOptions, RedisConnection } from '../redis-connection.js';
import type { EngineCircuit } from './engine-circuit.js';

/**
 * A connection whose commands go through a circuit. Those of `exclusive` and `subscriber` are not counted, for they may wait
 * as long as they like; while the circuit is open nothing is lent either. `primaries` are for operators and not counted.
 */
export function guardConnection(connection: RedisConnection, circuit: EngineCircuit): RedisConnection {
  const { probeMs, slowMs } = circuit.options;
  const probe = () => connection.send(['PING'], { deadlineMs: probeMs });

  const count = (options: CommandOptions | undefined, failure?: unknown) => {
    if (!(failure instanceof EngineTimeoutError)) circuit.answered();
    else if ((options?.deadlineMs ?? slowMs) >= slowMs) circuit.late(failure);
  };
  /** The caller gets the very promise: to wrap each one would slow all commands down. */
  const pass = <T>(options: CommandOptions | undefined, send: () => Promise<T>): Promise<T> => {
    if (!circuit.isClosed) return circuit.admit(probe).then(() => pass(options, send));
    const answer = send();
    answer.then(
      () => {
        count(options);
      },
      (error: unknown) => {
        count(options, error);
      },
    );
    return answer;
  };

  return Object.freeze<RedisConnection>({
    capabilities: connection.capabilities,
    subscriber: connection.subscriber,
    send: (command, options) => pass(options, () => connection.send(command, options)),
    run: (script, keys, args, options) => pass(options, () => connection.run(script, keys, args, options)),
    async pipeline(commands, options) {
      try {
        if (!circuit.isClosed) await circuit.admit(probe);
      } catch (error) {
        if (error instanceof AisleError) return commands.map(() => error);
        throw error;
      }
      const replies = await connection.pipeline(commands, options);
      count(
        options,
        replies.find((reply) => reply instanceof EngineTimeoutError),
      );
      return replies;
    },
    exclusive: async (use) => {
      if (!circuit.isClosed) await circuit.admit(probe);
      return connection.exclusive(use);
    },
    primaries: () => connection.primaries(),
    isReady: () => connection.isReady(),
    losses: () => connection.losses(),
    close: () => connection.close(),
  });
}
