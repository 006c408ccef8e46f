import { startTestEngine } from '../support/engine.js';
import { runCommand } from '../support/run-command.js';

it('searches of the example catalogue find what seed/relevance says, up to its thresholds', async () => {
  const engine = await startTestEngine();
  try {
    const { code, stdout, stderr } = await runCommand(['relevance', 'run', 'seed/relevance', '--url', engine.url]);
    expect({ code, told: stderr, figures: stdout }).toEqual({
      code: 0,
      told: expect.stringMatching(/^seed\/relevance: 420 documents, \d+ queries\n/),
      figures: expect.stringMatching(/\nall +\d+ /),
    });
  } finally {
    await engine.close();
  }
});
