/** What OpenStreetMap's tags say about a building: how high, from where on, of what (Simple 3D Buildings, OSM wiki). */

/** Tags of one feature. */
export type Tags = Readonly<Record<string, string>>;

/** Height of a level where no tag says otherwise, metres (OSM wiki, Key:roof:levels: "Default height of a level is 3 meters"). */
export const LEVEL_HEIGHT = 3;

/** Height of a building about which nothing is said, metres: three levels. */
export const DEFAULT_HEIGHT = 3 * LEVEL_HEIGHT;

/** Nothing that stands is higher, metres; a tag beyond it is a slip of the pen. */
const MAXIMUM_HEIGHT = 1000;

/**
 * The tags among a feature's properties. Exporters hold them flat, under `tags` (Overpass), or in `other_tags` as a
 * PostgreSQL hstore text (GDAL and QGIS); numbers become text.
 *
 * @param properties the feature's properties
 */
export function readTags(properties: Readonly<Record<string, unknown>>): Tags {
  const tags: Record<string, string> = {};
  const take = (from: Readonly<Record<string, unknown>>): void => {
    for (const [key, value] of Object.entries(from)) {
      if (typeof value === 'string') tags[key] = value;
      else if (typeof value === 'number' || typeof value === 'boolean') tags[key] = String(value);
    }
  };
  take(properties);
  const { tags: nested, other_tags: packed } = properties;
  if (typeof nested === 'object' && nested !== null && !Array.isArray(nested)) {
    take(Object.fromEntries(Object.entries(nested)));
  }
  if (typeof packed === 'string') {
    for (const [, key, value] of packed.matchAll(/"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"/g)) {
      tags[key] = value.replace(/\\(.)/g, '$1');
    }
  }
  return tags;
}

/**
 * A length as OpenStreetMap writes it: "12", "12 m", "12,5", "40'", "40 ft", "5'10\"" (OSM wiki, Map features/Units).
 *
 * @param text the tag's value
 * @returns metres, or null where it cannot be read
 */
export function parseLength(text: string): number | null {
  const feet = /^(\d+(?:\.\d+)?)\s*(?:'|′|ft|feet|foot)\s*(?:(\d+(?:\.\d+)?)\s*(?:"|″|''|in|inch|inches)?)?$/i.exec(
    text.trim(),
  );
  if (feet) return 0.3048 * (Number(feet[1]) + Number(feet[2] ?? 0) / 12);
  const metres = /^(\d+(?:[.,]\d+)?|\.\d+)\s*(?:m|metres?|meters?)?\.?$/i.exec(text.trim());
  return metres ? Number(metres[1].replace(',', '.')) : null;
}

/** From where to where a building reaches. */
export interface Elevations {
  /** Underside above the ground, metres. */
  readonly base: number;
  /** Top above the ground, metres. */
  readonly top: number;
  /** What the top was read from. */
  readonly source: 'height' | 'levels' | 'default';
  /** True where a tag about height is there but cannot be read. */
  readonly unreadable: boolean;
}

/**
 * Underside and top of a building. `height` counts from the ground and includes the roof; `building:levels` does not, so
 * `roof:height`, or else `roof:levels`, is added to it; roofs are flat. `min_height` and `building:min_level` lift the
 * underside.
 *
 * @param tags the building's tags
 * @param defaultHeight metres, where neither height nor levels can be read
 */
export function readElevations(tags: Tags, defaultHeight: number = DEFAULT_HEIGHT): Elevations {
  let unreadable = false;
  const read = (keys: readonly string[], unit: (text: string) => number | null): number | null => {
    for (const key of keys) {
      if (!Object.hasOwn(tags, key) || tags[key].trim() === '') continue;
      const value = unit(tags[key]);
      if (value !== null && value <= MAXIMUM_HEIGHT) return value;
      unreadable = true;
    }
    return null;
  };
  const levels = (text: string): number | null =>
    /^\d+(\.\d+)?$/.test(text.trim()) ? LEVEL_HEIGHT * Number(text) : null;
  const height = read(['height', 'building:height', 'est_height'], parseLength);
  const storeys = read(['building:levels', 'levels'], levels);
  const roof = read(['roof:height'], parseLength) ?? read(['roof:levels'], levels) ?? 0;
  const base =
    read(['min_height', 'building:min_height'], parseLength) ?? read(['building:min_level', 'min_level'], levels) ?? 0;
  if (height !== null && height > 0) return { base, top: height, source: 'height', unreadable };
  if (storeys !== null && storeys + roof > 0) return { base, top: storeys + roof, source: 'levels', unreadable };
  return { base, top: base + defaultHeight, source: 'default', unreadable };
}

/** `building:material` in the words of ITU-R P.2040; stones are marble, its only stone. */
const MATERIALS: Readonly<Record<string, string>> = {
  brick: 'brick',
  bricks: 'brick',
  cement_block: 'concrete',
  concrete: 'concrete',
  reinforced_concrete: 'concrete',
  glass: 'glass',
  mirror: 'glass',
  copper: 'metal',
  metal: 'metal',
  metal_plates: 'metal',
  steel: 'metal',
  tin: 'metal',
  timber_framing: 'wood',
  wood: 'wood',
  granite: 'marble',
  limestone: 'marble',
  marble: 'marble',
  sandstone: 'marble',
  stone: 'marble',
};

/**
 * The P.2040 name of a building's material.
 *
 * @param tags the building's tags
 * @returns null where nothing is said, undefined where what is said is not among the known ones
 */
export function readMaterial(tags: Tags): string | null | undefined {
  const said = (tags['building:material'] ?? tags.material ?? '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (said === '') return null;
  return Object.hasOwn(MATERIALS, said) ? MATERIALS[said] : undefined;
}

/**
 * What a feature is to the builder of a town.
 *
 * @param tags the feature's tags
 * @returns null where it is no building, or stands below the ground
 */
export function readBuildingKind(tags: Tags): 'building' | 'part' | null {
  if (tags.location === 'underground' || Number(tags.layer) < 0) return null;
  const says = (key: string): boolean => Object.hasOwn(tags, key) && !['', 'no'].includes(tags[key].trim());
  if (says('building:part')) return 'part';
  return says('building') ? 'building' : null;
}

/**
 * True where the tags or the id of a feature can only come from OpenStreetMap.
 *
 * @param tags the feature's tags
 * @param id the feature's id, as text
 */
export function isOpenStreetMap(tags: Tags, id: string): boolean {
  return (
    /^(way|relation|node)\/\d+$/.test(id) ||
    ['@id', 'osm_id', 'osm_way_id', 'osm_type', 'full_id', 'building:levels', 'building:part'].some((key) =>
      Object.hasOwn(tags, key),
    )
  );
}
