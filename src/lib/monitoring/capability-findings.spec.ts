import { capabilityFindings } from './capability-findings.js';

const capabilities = {
  modules: { search: '2.10.5', ReJSON: '2.8.3' },
  maxPrefixExpansions: 10_000_000,
  minPrefix: 1,
  searchable: true,
};

it('finds nothing wrong where prefixes are complete', () => {
  expect(capabilityFindings(capabilities).every(({ severity }) => severity === 'ok')).toBe(true);
});

it('names each setting that cuts prefixes, with the value to set', () => {
  const [, expansions, length] = capabilityFindings({ ...capabilities, maxPrefixExpansions: 200, minPrefix: 2 });
  expect(expansions).toMatchObject({
    severity: 'warning',
    message: expect.stringMatching(/200 words/),
    advice: expect.stringMatching(/search-max-prefix-expansions 10000000,/),
  });
  expect(length).toMatchObject({
    message: expect.stringMatching(/2 letters/),
    advice: expect.stringMatching(/search-min-prefix 1,/),
  });
});
