import { MAX_LATITUDE, MAX_LONGITUDE, toEngineLongitude } from '../../collections/geo-point.js';
import { describeValue, isJsonObject, memberOf } from '../json-value.js';
import { readValues, Unfit } from '../read-values.js';
import type { ReadValue } from '../read-values.js';
import { oneOrAll } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import type { FieldPlan } from './field-plan.js';

/** `<m>`: `lon,lat`, an array of several. */
export function geoDeriver({ steps, members }: FieldPlan): DeriveField {
  return (document, idx, faults) => {
    const values = readValues(document, steps, readPoint, faults);
    if (values.length === 0) return false;
    idx[members.filter] = oneOrAll(values);
    return true;
  };
}

const readPoint: ReadValue<string> = (value) => {
  const lat = isJsonObject(value) ? memberOf(value, 'lat') : undefined;
  const lon = isJsonObject(value) ? memberOf(value, 'lon') : undefined;
  if (typeof lat !== 'number' || typeof lon !== 'number') {
    return new Unfit(`must be a point such as {"lat": 52.5, "lon": 13.4}, not ${describeValue(value)}`);
  }
  if (Math.abs(lat) > MAX_LATITUDE) return new Unfit(`has the latitude ${lat}; it must lie within ±${MAX_LATITUDE}`);
  if (Math.abs(lon) > MAX_LONGITUDE) return new Unfit(`has the longitude ${lon}; it must lie within ±${MAX_LONGITUDE}`);
  return `${toEngineLongitude(lon)},${lat}`;
};
