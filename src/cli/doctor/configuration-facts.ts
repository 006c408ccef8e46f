import { AisleError } from '../../lib/index.js';
import { readConfig } from '../../server/config/read-config.js';
import type { Environment } from '../../server/config/read-config.js';
import { CONFIG_VARIABLES } from '../../server/config/server-config.js';
import type { ConfigVariable } from '../../server/config/server-config.js';
import { applyFlags, nameFlags } from '../store/store-settings.js';
import type { StoreFlags } from '../store/store-settings.js';
import type { ConfigurationFacts, ConfigurationValue } from './facts.js';
import { maskValue } from './mask.js';

/** What each variable is, where that comes from, and whether the server takes it. */
export function configurationFacts(environment: Environment, flags: StoreFlags): ConfigurationFacts {
  const applied = applyFlags(environment, flags);
  const values = CONFIG_VARIABLES.map((variable) => valueOf(variable, environment, applied));
  return { values, fault: faultOf(applied, flags) };
}

function valueOf(
  { name, fallback, secret }: ConfigVariable,
  environment: Environment,
  applied: Environment,
): ConfigurationValue {
  const value = applied[name]?.trim() ?? '';
  if (value === '') return { name, value: fallback, origin: 'default' };
  const origin = applied[name] === environment[name] ? 'environment' : 'option';
  return { name, value: maskValue(value, secret), origin };
}

function faultOf(environment: Environment, flags: StoreFlags): string | null {
  try {
    readConfig(environment);
    return null;
  } catch (error) {
    if (error instanceof AisleError) return nameFlags(error, flags).message;
    throw error;
  }
}
