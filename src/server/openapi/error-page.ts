import { ERROR_CODES } from '../../lib/index.js';

const STYLE = [
  'body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}',
  'table{border-collapse:collapse;width:100%}',
  'td,th{border-bottom:1px solid #8884;padding:.4rem .8rem .4rem 0;text-align:left;vertical-align:top}',
  'tr:target{background:#fd05}',
  'code{font-family:ui-monospace,monospace}',
].join('');

/** A page that lists every error code, an anchor each: the `type` of a problem leads here. */
export function renderErrorPage(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { status, title }]) =>
      `<tr id="${code}"><td><a href="#${code}"><code>${code}</code></a></td><td>${status}</td><td>${title}</td></tr>`,
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Errors · Aisle</title>',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<style>${STYLE}</style></head><body><h1>Errors</h1>`,
    '<p>An error is answered as <code>application/problem+json</code>. Tell errors apart by <code>code</code>, which never ',
    'changes its meaning; <code>detail</code> says what was wrong with this request and what to do, and <code>errors</code> ',
    'names each member that is wrong. With <code>Retry-After</code>, the same request may be answered later.</p>',
    '<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>',
    ...rows,
    '</tbody></table></body></html>',
  ].join('\n');
}
