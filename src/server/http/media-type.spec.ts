import { assertMediaType } from './media-type.js';

const check = (header: string | undefined) => () => {
  assertMediaType(header, ['application/json', 'application/merge-patch+json']);
};

describe('assertMediaType', () => {
  it.each([
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/json;charset="utf-8"',
    'application/merge-patch+json',
  ])('takes %s', (header) => {
    expect(check(header)).not.toThrow();
  });

  it.each([undefined, 'text/plain', 'application/jsonp', 'multipart/form-data; boundary=x'])(
    'refuses %s and names what to send',
    (header) => {
      expect(check(header)).toThrow(
        expect.objectContaining({
          code: 'UNSUPPORTED_MEDIA_TYPE',
          message: expect.stringContaining('Content-Type: application/json'),
        }),
      );
    },
  );

  it('refuses other charsets than UTF-8', () => {
    expect(check('application/json; charset=latin1')).toThrow(/latin1.*UTF-8/);
  });
});
