import { HttpException, InternalServerErrorException } from '@nestjs/common';
import { AisleError, UnknownFieldError } from '../../lib/index.js';
import { toProblem } from './problem.js';

describe('toProblem', () => {
  it('tells an error of ours whole', () => {
    expect(toProblem(new UnknownFieldError('colour', ['color'], 'where.colour'), 'r1')).toEqual({
      type: '/docs/errors#UNKNOWN_FIELD',
      title: 'No such field',
      status: 400,
      detail: 'There is no field "colour". Use one of: color.',
      code: 'UNKNOWN_FIELD',
      errors: [{ path: 'where.colour', message: 'There is no field "colour". Use one of: color.' }],
    });
  });

  it('leaves out errors where there are none', () => {
    expect(toProblem(new AisleError('UNAUTHORIZED', 'A key is needed.'), 'r1')).not.toHaveProperty('errors');
  });

  it.each([
    [new HttpException('Bad', 400), 'INVALID_REQUEST'],
    [new HttpException('Large', 413), 'BODY_TOO_LARGE'],
    [new HttpException('Media', 415), 'UNSUPPORTED_MEDIA_TYPE'],
  ])('gives %s of the framework a code', (error, code) => {
    expect(toProblem(error, 'r1').code).toBe(code);
  });

  it.each([
    [new Error('password=hidden-word')],
    [new InternalServerErrorException('hidden-word')],
    ['hidden-word'],
    [null],
    [{ code: 'UNKNOWN_FIELD', message: 'hidden-word' }],
  ])('tells nothing of an unexpected %p but the request id', (error) => {
    const problem = toProblem(error, 'r1');
    expect(problem).toMatchObject({ code: 'INTERNAL', status: 500 });
    expect(problem.detail).toContain('r1');
    expect(JSON.stringify(problem)).not.toContain('hidden-word');
  });
});
