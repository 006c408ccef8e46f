import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';

export interface LinksOptions {
  /** Characters of generated codes, 3 to 32. @default 7 */
  readonly codeLength?: number;
  /** Hosts that links may lead to, `*.` before one for all below it. @default any */
  readonly hosts?: readonly string[];
}

export type LinksRuntimeOptions = Readonly<Required<LinksOptions>>;

export interface CreateLinkOptions {
  /** 3 to 64 letters, digits, - and _. @default a generated one */
  readonly code?: string;
  /** Milliseconds that the link lives, 1,000 to ten years. @default for good */
  readonly ttlMs?: number;
  /** Gives the link that was made for the same address in this way before, where there is one. Not with `code`. @default false */
  readonly reuse?: boolean;
  /** Whether browsers may remember where it leads, so that later clicks are not counted. @default false */
  readonly permanent?: boolean;
}

export interface CreateLinkRuntimeOptions {
  readonly code: string | null;
  readonly ttlMs: number | null;
  readonly reuse: boolean;
  readonly permanent: boolean;
}

const HOST = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const CODE = /^[\w-]{3,64}$/;
const TTL = { min: 1_000, max: 3_660 * 86_400_000 };

/** @throws INVALID_VALUE that names the option and what is allowed */
export function resolveLinksOptions({ codeLength = 7, hosts = [] }: LinksOptions): LinksRuntimeOptions {
  assertWithin('link option "codeLength"', codeLength, { min: 3, max: 32 });
  const lower = hosts.map((host) => host.toLowerCase());
  const wrong = lower.find((host) => !HOST.test(host));
  if (wrong !== undefined) {
    throw new AisleError(
      'INVALID_VALUE',
      `The link option "hosts" holds "${wrong}". Give hosts such as shop.example or *.shop.example.`,
    );
  }
  return Object.freeze({ codeLength, hosts: Object.freeze(lower) });
}

/** @throws INVALID_VALUE */
export function resolveCreateOptions(options: CreateLinkOptions): CreateLinkRuntimeOptions {
  const { code = null, ttlMs = null, reuse = false, permanent = false } = options;
  if (code !== null && !isLinkCode(code)) {
    throw invalid('code', 'must have 3 to 64 letters, digits, - and _');
  }
  if (code !== null && reuse) throw invalid('reuse', 'goes without a code of your own');
  if (ttlMs !== null) assertWithin('link option "ttlMs"', ttlMs, TTL);
  return { code, ttlMs, reuse, permanent };
}

export const isLinkCode = (code: string): boolean => CODE.test(code);

const invalid = (path: string, rule: string) =>
  new AisleError('INVALID_VALUE', `${path}: ${rule}.`, { faults: [{ path, message: rule }] });
