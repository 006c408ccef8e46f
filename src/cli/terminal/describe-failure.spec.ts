import { AisleError } from '../../lib/index.js';
import { describeFailure } from './describe-failure.js';

const FAULTS = [
  { path: 'name', message: 'is missing' },
  { path: 'price', message: 'is no number' },
];

describe('describeFailure', () => {
  it('tells the message of our errors with the code', () => {
    expect(describeFailure(new AisleError('INVALID_VALUE', 'No good.'), false)).toEqual([
      'error: No good. [INVALID_VALUE]',
    ]);
  });

  it('lists the faults when there are several', () => {
    const error = new AisleError('VALIDATION_FAILED', 'Two faults.', { faults: FAULTS });
    expect(describeFailure(error, false)).toEqual([
      'error: Two faults. [VALIDATION_FAILED]',
      '  name: is missing',
      '  price: is no number',
    ]);
  });

  it('cuts a long list of faults', () => {
    const faults = Array.from({ length: 25 }, (_, at) => ({ path: `f${at}`, message: 'bad' }));
    const lines = describeFailure(new AisleError('VALIDATION_FAILED', 'Many.', { faults }), false);
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe('  … and 5 more');
  });

  it('tells how to find out more about an error that nobody foresaw', () => {
    const [first, second] = describeFailure(new TypeError('x is not a function'), false);
    expect(first).toBe('error: x is not a function');
    expect(second).toContain('AISLE_DEBUG=1');
  });

  it('shows the stack, and that of the cause, only when it is wanted', () => {
    const error = new AisleError('INTERNAL', 'Outer.', { cause: new Error('inner') });
    expect(describeFailure(error, false).join('\n')).not.toContain('    at ');
    const text = describeFailure(error, true).join('\n');
    expect(text).toContain('Caused by:\nError: inner\n    at ');
  });
});
