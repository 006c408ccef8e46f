import { readEngineState } from '../../src/lib/redis/embedded/engine-state.js';
import { expectColumns, expectSame, lamp, lamps, openLamps, warmAgain } from '../support/column-lab.js';
import { createEngineHomes } from '../support/engine-homes.js';
import { until } from '../support/processes.js';

const homes = createEngineHomes();
afterEach(() => homes.clean());

const KILLS = 2;

it('columns are right after each death of the engine under writes', async () => {
  const home = await homes.folder();
  const { url } = await homes.start(home);
  const shop = await openLamps(url, 3, lamps(300));
  const process = await shop.openWarm();
  let isOver = false;
  let written = 0;
  const write = async () => {
    for (let round = 0; !isOver; round++) {
      const document = { ...lamp(round % 400), price: round };
      await shop.writer.repository.put(document).then(
        () => written++,
        () => new Promise(setImmediate),
      );
    }
  };
  const search = async () => {
    while (!isOver) {
      await process.search.search({ size: 5, facets: ['brand', 'price'] }).catch(() => new Promise(setImmediate));
    }
  };
  const work = [write(), search(), search()];
  for (let kill = 0; kill < KILLS; kill++) {
    const { pid } = await readEngineState(home);
    globalThis.process.kill(pid!, 'SIGKILL');
    const before = written;
    await until('writes to the new engine', () => written > before + 50);
  }
  isOver = true;
  await Promise.all(work);
  await until('answers of the new engine', () =>
    process.search.search({}).then(
      () => true,
      () => false,
    ),
  );
  await expectSame(process);
  await warmAgain(process);
  await expectColumns(process);
  await shop.close();
});
