/** Decides what the coordinates of a file are (longitude and latitude, or metres) and turns them into local metres. */
import { LabError } from '../../errors/lab-error.ts';
import type { Corner } from './footprints.ts';
import type { FeaturePolygon } from './geojson-features.ts';
import type { GeographicPosition } from './local-projection.ts';
import { createLocalProjection, fromWebMercator } from './local-projection.ts';

/** Polygons in the local frame. */
export interface LocalPolygons {
  readonly polygons: readonly FeaturePolygon[];
  /** Where (0, 0) lies on Earth, or null for metres of an unknown system. */
  readonly origin: GeographicPosition | null;
  /** What was assumed about the coordinates, one sentence. */
  readonly note: string;
}

/** How far from its middle a town may reach, metres: farther out a flat world is wrong, and so is most likely the file. */
const MAXIMUM_REACH = 25_000;
/** A whole town with no building as wide as this, metres, is not in metres. */
const NARROWEST_BUILDING = 0.2;
/** Metres this near to zero are a local system of somebody's own and stay as they are. */
const LOCAL_REACH = 50_000;

const GEOGRAPHIC_CRS = /CRS:?84\b|EPSG:+(\d+\.\d+|\d*):*(4326|4258|4269|4979|6668|7844)$/i;
const WEB_MERCATOR_CRS = /EPSG:+[\d.]*:*(3857|900913)$/i;

/**
 * Turns a file's coordinates into metres. RFC 7946 means longitude and latitude (WGS 84, longitude first), which are
 * projected onto the plane that touches the Earth in the middle of the town. A `crs` member (GeoJSON 2008) that names
 * another system, or values beyond ±180 and ±90, mean metres.
 *
 * @param polygons at least one, in the file's coordinates
 * @param crs name in the `crs` member, or null
 * @param file what to call it in errors
 * @throws LabError `bad-file` where longitude and latitude are swapped, degrees and metres are mixed, or a polygon lies
 *   more than 25 km from the middle, naming the feature
 */
export function toLocalPolygons(polygons: readonly FeaturePolygon[], crs: string | null, file: string): LocalPolygons {
  if (crs !== null && WEB_MERCATOR_CRS.test(crs)) {
    const unprojected = mapCorners(polygons, ([x, y]) => {
      const { longitudeDeg, latitudeDeg } = fromWebMercator(x, y);
      return [longitudeDeg, latitudeDeg];
    });
    return fromDegrees(unprojected, 'Web Mercator coordinates were turned back into longitude and latitude', file);
  }
  const outlier = polygons.find(({ rings }) =>
    rings.some((ring) => ring.some(([x, y]) => !(Math.abs(x) <= 180 && Math.abs(y) <= 90))),
  );
  if (crs !== null ? GEOGRAPHIC_CRS.test(crs) : outlier === undefined) {
    if (outlier !== undefined) {
      throw refusal(
        `${file}, ${outlier.label}: its coordinates are beyond ±180° and ±90°, but the "crs" member says degrees (${crs})`,
        'Longitude comes first, then latitude; name the right system in "crs" if these are metres.',
      );
    }
    return fromDegrees(polygons, 'Coordinates were read as longitude and latitude (WGS 84)', file);
  }
  if (crs === null && outlier !== undefined && looksSwapped(polygons)) {
    throw refusal(
      `${file}, ${outlier.label}: a latitude beyond ±90°, so longitude and latitude look swapped`,
      'RFC 7946 wants longitude first, then latitude.',
    );
  }
  return fromMetres(polygons, crs, file);
}

/** All values could be degrees, and as metres not one building would be wider than a hand. */
function looksSwapped(polygons: readonly FeaturePolygon[]): boolean {
  return polygons.every(({ rings: [outline = []] }) => {
    const [x0, y0] = outline[0] ?? [0, 0];
    return outline.every(
      ([x, y]) =>
        Math.abs(x) <= 180 &&
        Math.abs(y) <= 180 &&
        Math.abs(x - x0) < NARROWEST_BUILDING &&
        Math.abs(y - y0) < NARROWEST_BUILDING,
    );
  });
}

function fromDegrees(polygons: readonly FeaturePolygon[], words: string, file: string): LocalPolygons {
  const first = firstCorner(polygons[0]);
  // Longitudes near the first one, so that a town on the 180th meridian has one middle.
  const near = (longitude: number): number => longitude - 360 * Math.round((longitude - first[0]) / 360);
  const origin = {
    longitudeDeg: median(polygons.map((polygon) => near(firstCorner(polygon)[0]))),
    latitudeDeg: median(polygons.map((polygon) => firstCorner(polygon)[1])),
  };
  const project = createLocalProjection(origin);
  const at = (longitudeDeg: number, latitudeDeg: number): number =>
    Math.hypot(...project({ longitudeDeg, latitudeDeg }));
  for (const { rings, label } of polygons) {
    for (const [x, y] of rings.flat()) {
      const reach = at(x, y);
      if (reach <= MAXIMUM_REACH) continue;
      if (at(y, x) <= MAXIMUM_REACH) {
        throw refusal(
          `${file}, ${label}: longitude and latitude look swapped, since ${x}, ${y} lies far from the other features`,
          'RFC 7946 wants longitude first, then latitude.',
        );
      }
      throw refusal(
        `${file}, ${label}: ${x}°, ${y}° lies ${(reach / 1000).toFixed(0)} km from the middle of the file; the limit is ${MAXIMUM_REACH / 1000} km`,
        'Take it out or cut the area down; if these are metres, say so with a "crs" member that names their system.',
      );
    }
  }
  return {
    polygons: mapCorners(polygons, ([longitudeDeg, latitudeDeg]) => {
      const [east, north] = project({ longitudeDeg, latitudeDeg });
      return [east, north];
    }),
    origin,
    note: `${words} and projected onto the plane that touches the Earth at ${origin.longitudeDeg.toFixed(6)}°, ${origin.latitudeDeg.toFixed(6)}°.`,
  };
}

function fromMetres(polygons: readonly FeaturePolygon[], crs: string | null, file: string): LocalPolygons {
  const x0 = median(polygons.map((polygon) => firstCorner(polygon)[0]));
  const y0 = median(polygons.map((polygon) => firstCorner(polygon)[1]));
  for (const { rings, label } of polygons) {
    for (const [x, y] of rings.flat()) {
      const reach = Math.hypot(x - x0, y - y0);
      if (reach <= MAXIMUM_REACH) continue;
      throw refusal(
        `${file}, ${label}: ${x}, ${y} read as metres lies ${(reach / 1000).toFixed(0)} km from the middle of the file; the limit is ${MAXIMUM_REACH / 1000} km`,
        'Do not mix metres with longitude and latitude in one file; cut the area down if it is as large as that.',
      );
    }
  }
  const stays = Math.hypot(x0, y0) <= LOCAL_REACH;
  const [dx, dy] = stays ? [0, 0] : [Math.round(x0), Math.round(y0)];
  const reason = crs === null ? 'beyond ±180 and ±90' : `of ${crs === '' ? 'an unnamed system' : crs}`;
  return {
    polygons: stays ? polygons : mapCorners(polygons, ([x, y]) => [x - dx, y - dy]),
    origin: null,
    note: `Coordinates ${reason} were read as metres${stays ? '' : `, and ${dx}, ${dy} was moved to 0, 0`}.`,
  };
}

const firstCorner = ({ rings }: FeaturePolygon): Corner => rings[0][0];

function mapCorners(polygons: readonly FeaturePolygon[], map: (corner: Corner) => Corner): readonly FeaturePolygon[] {
  return polygons.map((polygon) => ({ ...polygon, rings: polygon.rings.map((ring) => ring.map(map)) }));
}

/** The middle of the values in order; one far value does not move it. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

const refusal = (what: string, hint: string): LabError => new LabError('bad-file', `${what}.`, hint);
