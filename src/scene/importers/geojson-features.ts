/** Reads GeoJSON (RFC 7946) as far as footprints go: polygons with their properties, and what the file says of itself. */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import type { Corner } from './footprints.ts';
import type { ImportControl } from './import-control.ts';
import { checkIn } from './import-control.ts';

/** One polygon of a feature. */
export interface FeaturePolygon {
  /** Row of its feature in the file, from 0. */
  readonly feature: number;
  /** How errors and reports call the feature. */
  readonly label: string;
  /** Outline, then holes, in the file's own coordinates. */
  readonly rings: readonly (readonly Corner[])[];
}

/** One feature that has an area. */
export interface PolygonFeature {
  readonly properties: Readonly<Record<string, unknown>>;
  /** `id` of the feature or of its properties, as text; empty where there is none. */
  readonly id: string;
  readonly polygons: readonly FeaturePolygon[];
}

/** What a GeoJSON file holds. */
export interface GeoJsonContent {
  readonly features: readonly PolygonFeature[];
  /** Features that are points, lines or nothing. */
  readonly withoutArea: number;
  /** Name in the `crs` member (GeoJSON 2008), or null. */
  readonly crs: string | null;
  /** True where the file itself names OpenStreetMap as its source. */
  readonly namesOpenStreetMap: boolean;
}

const LINEAR_RING = v.array(v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(2)));
const POLYGON = v.array(LINEAR_RING);

const FEATURE = v.object({
  type: v.literal('Feature'),
  id: v.optional(v.union([v.string(), v.number()])),
  properties: v.nullish(v.record(v.string(), v.unknown())),
  geometry: v.nullish(v.unknown()),
});

const GEOMETRY = v.variant('type', [
  v.object({ type: v.literal('Polygon'), coordinates: POLYGON }),
  v.object({ type: v.literal('MultiPolygon'), coordinates: v.array(POLYGON) }),
  v.object({ type: v.literal('GeometryCollection'), geometries: v.array(v.unknown()) }),
  v.object({ type: v.picklist(['Point', 'MultiPoint', 'LineString', 'MultiLineString']) }),
]);

const FILE = v.looseObject({
  type: v.optional(v.string()),
  features: v.optional(v.array(v.unknown())),
  crs: v.nullish(v.looseObject({ properties: v.nullish(v.looseObject({ name: v.optional(v.string()) })) })),
});

/** How many features are read between two turns for everybody else. */
const FEATURES_AT_A_TIME = 2000;

/** How deep geometry collections may hold one another. */
const MAXIMUM_DEPTH = 4;

/**
 * Parses GeoJSON.
 *
 * @param text the whole file
 * @param file what to call it in errors
 * @param control progress and cancellation
 * @throws LabError `bad-file` for what is not JSON, not a FeatureCollection, or a feature that is not well formed, naming
 *   it; `cancelled`
 */
export async function parseGeoJson(text: string, file: string, control: ImportControl = {}): Promise<GeoJsonContent> {
  await checkIn(control, 'Reading footprints', 0);
  const content = parseFile(text, file);
  const rows = listFeatures(content, file);
  const features: PolygonFeature[] = [];
  let withoutArea = 0;
  for (const [index, raw] of rows.entries()) {
    if (index % FEATURES_AT_A_TIME === 0) await checkIn(control, 'Reading footprints', index / rows.length);
    const feature = check(FEATURE, raw, `${file}, feature ${index}`);
    const properties = feature.properties ?? {};
    const id = [feature.id, properties['@id'], properties.full_id].find((value) => value !== undefined);
    const idText = typeof id === 'string' || typeof id === 'number' ? String(id) : '';
    const name = typeof properties.name === 'string' ? properties.name : idText;
    const label = name === '' ? `feature ${index}` : `feature ${index} ("${name}")`;
    const polygons = readGeometry(feature.geometry, `${file}, ${label}`, 0).map((rings) => ({
      feature: index,
      label,
      rings: rings.map((ring) => ring.map(([x, y]): Corner => [x, y])),
    }));
    if (polygons.length > 0) features.push({ properties, id: idText, polygons });
    else withoutArea++;
  }
  return {
    features,
    withoutArea,
    crs: content.crs ? (content.crs.properties?.name ?? '') : null,
    namesOpenStreetMap: Object.values(content).some(
      (value) => typeof value === 'string' && /openstreetmap/i.test(value),
    ),
  };
}

function parseFile(text: string, file: string): v.InferOutput<typeof FILE> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new LabError(
      'bad-file',
      `${file} is not JSON (${cause instanceof Error ? cause.message : String(cause)}).`,
      'Export it again as GeoJSON.',
    );
  }
  return check(FILE, json, file);
}

function listFeatures(content: v.InferOutput<typeof FILE>, file: string): readonly unknown[] {
  if (content.type === 'FeatureCollection' && content.features) return content.features;
  if (content.type === 'Feature') return [content];
  const what =
    'elements' in content
      ? 'is Overpass JSON, not GeoJSON'
      : content.type === 'Topology'
        ? 'is TopoJSON, not GeoJSON'
        : 'is not a GeoJSON FeatureCollection';
  throw new LabError('bad-file', `${file} ${what}.`, 'Export the buildings as GeoJSON.');
}

/** The polygons of a geometry; none of a point or a line. */
function readGeometry(raw: unknown, where: string, depth: number): (readonly number[])[][][] {
  if (raw === null || raw === undefined) return [];
  if (depth > MAXIMUM_DEPTH) {
    throw new LabError(
      'bad-file',
      `${where}: geometry collections hold one another too deep.`,
      'Export plain polygons.',
    );
  }
  const geometry = check(GEOMETRY, raw, where);
  switch (geometry.type) {
    case 'Polygon':
      return [geometry.coordinates];
    case 'MultiPolygon':
      return geometry.coordinates;
    case 'GeometryCollection':
      return geometry.geometries.flatMap((inner) => readGeometry(inner, where, depth + 1));
    case 'Point':
    case 'MultiPoint':
    case 'LineString':
    case 'MultiLineString':
      return [];
    default:
      return geometry satisfies never;
  }
}

/** Turns unknown into known, or says which member is not as it should be. */
function check<Schema extends v.GenericSchema>(schema: Schema, value: unknown, where: string): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new LabError(
    'bad-file',
    `${where}${path === null ? '' : `, ${path}`}: ${issue.message.replace(/\.$/, '')}.`,
    'Export the buildings again as GeoJSON (RFC 7946).',
  );
}
