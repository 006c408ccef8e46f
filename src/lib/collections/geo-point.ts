/** Beyond it the engine refuses points: the edge of the Web Mercator square. */
export const MAX_LATITUDE = 85.05112878;
export const MAX_LONGITUDE = 180;

/** The engine misplaces the meridian at 180° but not at −180°, which is the same one. */
export function toEngineLongitude(longitude: number): number {
  return longitude === MAX_LONGITUDE ? -MAX_LONGITUDE : longitude;
}
