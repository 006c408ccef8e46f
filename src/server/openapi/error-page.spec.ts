import { ERROR_CODES } from '../../lib/index.js';
import { renderErrorPage } from './error-page.js';

describe('renderErrorPage', () => {
  it('has an anchor for every error code', () => {
    const anchors = [...renderErrorPage().matchAll(/<tr id="([A-Z_]+)">/g)].map(([, code]) => code);
    expect(anchors).toEqual(Object.keys(ERROR_CODES));
  });
});
