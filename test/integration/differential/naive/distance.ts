export interface Point {
  readonly lat: number;
  readonly lon: number;
}

export interface Circle extends Point {
  readonly km: number;
}

const EARTH_RADIUS_KM = 6_371;
/** The engine rounds points to geohashes, and its earth is 0.03 % larger. */
const TOLERANCE = 0.005;
const TOLERANCE_KM = 0.002;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance by the haversine formula. */
export function distanceKm(a: Point, b: Point): number {
  const sinLat = Math.sin(radians(b.lat - a.lat) / 2);
  const sinLon = Math.sin(radians(b.lon - a.lon) / 2);
  const h = sinLat ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * sinLon ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/**
 * Whether the engine's answer about a point may be wrong: it lies at the edge of the circle, or so far east or west of its
 * centre that the engine, which takes a circle to be `km / cos(lat)` wide, does not look there.
 */
export function isUncertain(point: Point, circle: Circle): boolean {
  const distance = distanceKm(point, circle);
  if (Math.abs(distance - circle.km) <= circle.km * TOLERANCE + TOLERANCE_KM) return true;
  const apart = Math.abs(point.lon - circle.lon);
  const degrees = Math.min(apart, 360 - apart);
  const width = circle.km / EARTH_RADIUS_KM / Math.cos(radians(circle.lat));
  return distance < circle.km && radians(degrees) > width * (1 - TOLERANCE);
}
