/** OpenStreetMap's data may be shown by anybody who names it (Open Database Licence, https://www.openstreetmap.org/copyright). */

/** The credit line that must be shown with data from OpenStreetMap. */
export const OPENSTREETMAP_ATTRIBUTION = '© OpenStreetMap contributors';

/** Cities that Sionna RT publishes; its documentation says that they were made from OpenStreetMap, their files do not. */
const PUBLISHED_CITIES: ReadonlySet<string> = new Set(['munich', 'etoile', 'florence', 'san_francisco']);

/**
 * The credit line of a mesh scene. A file can say itself that it came from OpenStreetMap; the published cities do not, so
 * they are known by their titles. Whoever names an own scene likewise credits once too often, which does no harm.
 *
 * @param title the scene's title: the file name without its ending
 * @param text the scene description
 * @returns an empty string where nobody is to be named
 */
export function meshSceneAttribution(title: string, text: string): string {
  const known = PUBLISHED_CITIES.has(title.toLowerCase()) || /openstreetmap/i.test(text);
  return known ? OPENSTREETMAP_ATTRIBUTION : '';
}
