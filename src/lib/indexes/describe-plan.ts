import type { FieldChange, FieldJson, MigrationPlan, SettingChange } from './plan-migration.js';

/** A plan as lines for a person; a single one when there is nothing to do. */
export function describePlan(plan: MigrationPlan): readonly string[] {
  const { collection, status, index } = plan;
  if (status === 'unchanged') return [`${collection}: nothing to change`];
  const changes = [...plan.changes.map(describeField), ...plan.settings.map(describeSetting)];
  if (status === 'missing') return [`${collection}: create the collection`, ...changes, `build the index ${index.to}`];
  return [`${collection}: change the collection`, ...changes, ...describeWork(plan)];
}

function describeField({ path, change, from, to }: FieldChange): string {
  switch (change) {
    case 'added':
      return `add ${path}: ${describe(to)}`;
    case 'removed':
      return `remove ${path}: ${describe(from)}`;
    case 'changed':
      return `change ${path}: ${describe(from)} → ${describe(to)}`;
  }
}

function describe(field: FieldJson | undefined): string {
  if (field === undefined) return 'nothing';
  const options = Object.entries(field).filter(([name]) => name !== 'kind');
  const shown = options.map(([name, value]) => (value === true ? name : `${name} ${JSON.stringify(value)}`));
  return shown.length === 0 ? field.kind : `${field.kind} (${shown.join(', ')})`;
}

function describeSetting({ setting, from, to }: SettingChange): string {
  const none = setting === 'defaultSort' ? 'by id' : 'none';
  return `change ${setting}: ${showSetting(from) || none} → ${showSetting(to) || none}`;
}

function showSetting(setting: SettingChange['from']): string {
  if (setting === null || typeof setting === 'string') return setting ?? '';
  if ('quantity' in setting) return `${setting.quantity}, ${setting.available}`;
  return setting.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry))).join(', ');
}

function describeWork({ checks, rewrites, outdated, index }: MigrationPlan): readonly string[] {
  if (index.from === index.to) return ['documents and index stay as they are'];
  const reason = outdated ? ', for this version analyses text otherwise' : '';
  const place = index.from === null ? '' : `, which then takes the place of ${index.from}`;
  return [
    ...(checks ? ['check that every document fits'] : []),
    rewrites ? `derive the search data of every document anew${reason}` : 'documents stay as they are',
    `build the index ${index.to}${place}`,
  ];
}
