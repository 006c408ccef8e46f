import { parseSupervisorMessage } from './supervisor-message.js';

describe('parseSupervisorMessage', () => {
  it.each([
    ['{"ready":true,"persistence":"disk"}', { kind: 'ready', persistence: 'disk' }],
    ['{"loading":{"bytes":1,"totalBytes":4}}', { kind: 'loading', progress: { bytes: 1, totalBytes: 4 } }],
    ['{"ending":true}', { kind: 'ending' }],
    ['{"error":"it ends"}', { kind: 'failed', reason: 'it ends' }],
  ])('reads %s', (line, message) => {
    expect(parseSupervisorMessage(line)).toEqual(message);
  });

  it.each(['', 'ready', '[]', 'null', '{"loading":3}', '{"ready":"yes"}'])('takes "%s" as a failure', (line) => {
    expect(parseSupervisorMessage(line)).toEqual({ kind: 'failed', reason: expect.stringContaining(`"${line}"`) });
  });
});
