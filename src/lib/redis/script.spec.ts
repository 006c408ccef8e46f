import { defineScript, evalText, evalsha, isCommand, scriptCommand } from './script.js';

describe('scripts', () => {
  const script = defineScript('return KEYS[1]');

  it('know the hash of their text', () => {
    expect(script).toEqual({ text: 'return KEYS[1]', sha1: '4a2267357833227dd98abdedb8cf24b15a986445' });
  });

  it('are called by hash or by text', () => {
    const call = scriptCommand(script, ['a', 'b'], ['x', Buffer.from('y')]);
    expect(evalsha(call)).toEqual(['EVALSHA', script.sha1, '2', 'a', 'b', 'x', Buffer.from('y')]);
    expect(evalText(call)).toEqual(['EVAL', script.text, '2', 'a', 'b', 'x', Buffer.from('y')]);
    expect([call, ['GET', 'a']].map(isCommand)).toEqual([false, true]);
  });
});
