const BATCH = 100;
const CONCURRENCY = 50;
const KEYS = 1_000;
const TEXT = 'x'.repeat(64);
const DOCUMENT = JSON.stringify({ name: 'Mechanical keyboard', price: 129.99, tags: ['electronics', 'peripherals'] });

/** The commands of the table, each with what it must answer. */
const COMMANDS = [
  ['SET', (at) => ['SET', `bench:string:${at}`, TEXT], (reply) => reply === 'OK'],
  ['GET', (at) => ['GET', `bench:read:${at}`], (reply) => reply === TEXT],
  ['HSET', (at) => ['HSET', `bench:hash:${at}`, 'name', TEXT], Number.isInteger],
  ['LPUSH', (at) => ['LPUSH', `bench:list:${at}`, 'job'], Number.isInteger],
  ['ZADD', (at) => ['ZADD', `bench:ranking:${at % 10}`, String(at), `member ${at}`], Number.isInteger],
  ['JSON.SET', (at) => ['JSON.SET', `bench:json:${at}`, '$', DOCUMENT], (reply) => reply === 'OK'],
];

/**
 * Each command one by one, pipelined and concurrent, by both clients.
 * @returns {Promise<readonly import('./contenders.mjs').StateWorkload[]>}
 */
export async function commandWorkloads({ client, connection }) {
  for (let at = 0; at < KEYS; at++) await client.set(`bench:read:${at}`, TEXT);
  return COMMANDS.flatMap(([work, commandOf, isRight]) => {
    const commands = Array.from({ length: KEYS }, (_, at) => commandOf(at));
    const fault = (reply) => (isRight(reply) ? null : `the reply is ${String(reply)}`);
    const single = {
      work,
      batch: 1,
      requests: commands,
      plain: (command) => client.sendCommand(command),
      aisle: (command) => connection.send(command),
      fault,
      beside: 'the same',
    };
    const pipelined = {
      work,
      how: `pipelined by ${BATCH}`,
      concurrency: 1,
      batch: BATCH,
      requests: Array.from({ length: KEYS / BATCH }, (_, at) => commands.slice(at * BATCH, (at + 1) * BATCH)),
      plain: (batch) => Promise.all(batch.map((command) => client.sendCommand(command))),
      aisle: (batch) => connection.pipeline(batch),
      fault: (replies) => replies.map(fault).find((problem) => problem !== null) ?? null,
      beside: 'the same, sent in one tick',
    };
    return [
      { ...single, how: 'one by one', concurrency: 1 },
      pipelined,
      { ...single, how: `concurrent (${CONCURRENCY})`, concurrency: CONCURRENCY },
    ];
  });
}
