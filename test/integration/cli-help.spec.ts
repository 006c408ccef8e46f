import { readFileSync } from 'node:fs';
import { runCommand } from '../support/run-command.js';

const COMMANDS = [
  ['start'],
  ['seed'],
  ['generate'],
  ['import'],
  ['export'],
  ['collections'],
  ['index', 'plan'],
  ['index', 'apply'],
  ['relevance', 'run'],
  ['doctor'],
];

describe('help', () => {
  it('of the program names all commands, and gives examples', async () => {
    const { code, stdout, stderr } = await runCommand(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: aisle \[options\] \[command\]\n/);
    const names = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[(?:options|command)\]| {2})/gm)].map(([, name]) => name);
    expect(names).toEqual([
      ...['start', 'seed', 'generate', 'import', 'export', 'collections', 'index', 'relevance', 'doctor'],
      'help',
    ]);
    expect(stdout).toContain('\nExamples:\n  aisle start');
  });

  it.each(COMMANDS.map((words) => [words.join(' '), words] as const))(
    'of %s gives examples, and the default of every option',
    async (name, words) => {
      const { code, stdout } = await runCommand([...words, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: aisle ${name} [options]`);
      expect(stdout).toMatch(/\nExamples:\n +\S/);
      const [, list = ''] = /\nOptions:\n([^]*?)\n\n/.exec(stdout) ?? [];
      const options = list.split(/\n(?= {2}-)/).map((text) => text.replace(/\s+/g, ' ').trim());
      expect(options.length).toBeGreaterThan(3);
      expect(options.filter((option) => !/\(default: \S/.test(option))).toEqual(['-h, --help show this help']);
    },
  );

  it.each(COMMANDS.map((words) => [words.join(' '), words] as const))(
    'of %s has the options that docs/commands.md has',
    async (name, words) => {
      const manual = readFileSync('docs/commands.md', 'utf8');
      const [, section = ''] = manual.split(`\n## aisle ${name}\n`);
      const optionsOf = (text: string) => [...text.matchAll(/^\| `(--[^`]+)`/gm)].map(([, option]) => option);
      const own = optionsOf(section.split('\n## ')[0] ?? '');
      const common = optionsOf(manual.split('\n## aisle ')[0] ?? '');
      const { stdout } = await runCommand([...words, '--help']);
      const helped = [...stdout.matchAll(/^ {2}(--\S+(?: <\S+>)?)/gm)].map(([, option]) => option);
      expect(helped).toEqual([...own, ...common]);
    },
  );

  it('is shown on stderr when there is no command', async () => {
    expect(await runCommand([])).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^Usage: aisle /) });
    const { code, stderr } = await runCommand(['index']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Usage: aisle index /)]);
  });

  it('the version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await runCommand(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('a mistake in the command line is told, without a stack', () => {
  it.each([
    [['nosuch'], "error: unknown command 'nosuch'"],
    [['expotr', 'products'], "error: unknown command 'expotr'\n(Did you mean export?)"],
    [['index', 'nosuch'], "error: unknown command 'index nosuch'"],
    [['relevance', 'nosuch'], "error: unknown command 'relevance nosuch'. Use: relevance run."],
    [['relevance', 'run', '/no/such'], 'error: "/no/such" holds no products.jsonl or products.ndjson'],
    [['relevance', 'run', 'a', '--min-ndcg', '90'], 'error: --min-ndcg is 90. Give numbers from 0 to 1'],
    [['export'], "error: missing required argument 'collection'"],
    [['export', 'products', 'shops'], "error: too many arguments for 'export'"],
    [['doctor', '--nosuch'], "error: unknown option '--nosuch'"],
    [['doctor', '--url'], "error: option '--url <url>' argument missing"],
    [['doctor', 'now'], "error: too many arguments for 'doctor'"],
    [
      ['generate', '--count', '1e3'],
      'error: --count is "1e3". Give a whole number from 1 to 100,000,000. [INVALID_VALUE]',
    ],
    [
      ['generate', '--seed', '-1'],
      'error: --seed is "-1". Give a whole number from 0 to 4,294,967,295. [INVALID_VALUE]',
    ],
    [['generate', '--out', '-', '--collection', 'a'], 'error: --collection and --out exclude each other.'],
    [['seed', '--url', 'localhost:6379'], 'error: --url is not a Redis address.'],
    [['seed', '--namespace', 'A B'], 'error: --namespace is "A B".'],
    [['seed', '--url', 'redis://a', '--home', 'b'], 'error: --url and --home exclude each other.'],
    [
      ['import', 'products', '/no/such/file'],
      'error: "/no/such/file" cannot be read: there is no such file or folder. [INVALID_VALUE]',
    ],
    [['import', 'products', '/'], 'error: "/" cannot be read: it is a folder. [INVALID_VALUE]'],
    [['index', 'plan', 'nosuch'], 'error: "nosuch" is no collection of the catalogue (products, shops).'],
    [['index', 'plan', 'books', '--definition', '/no/such'], 'error: "/no/such" cannot be read'],
    [['export', 'products', '--url', 'redis://127.0.0.1:1'], 'error: Redis at 127.0.0.1:1 is not reachable'],
    [['collections', '--home', '/dev/null/x'], 'error: The data folder "/dev/null/x" cannot be used'],
  ])('%j: %s', async (args, message) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it('unless AISLE_DEBUG is 1', async () => {
    const environment = { AISLE_DEBUG: '1' };
    const { stderr } = await runCommand(['seed', '--url', 'localhost:6379'], { environment });
    expect(stderr).toMatch(/^error: --url is not a Redis address.*\nAisleError: [^]*\n {4}at /);
  });
});
