import { createClient } from 'redis';

/** Sends commands to an engine over a connection of their own. */
export async function sendTo(url: string, ...commands: readonly string[][]): Promise<unknown[]> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await Promise.all(commands.map((command) => client.sendCommand(command)));
  } finally {
    client.destroy();
  }
}

/** True when an engine answers. */
export function answers(url: string): Promise<boolean> {
  return sendTo(url, ['PING']).then(
    ([reply]) => reply === 'PONG',
    () => false,
  );
}
