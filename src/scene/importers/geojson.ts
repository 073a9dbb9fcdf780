/** Towns from building footprints in GeoJSON, read with OpenStreetMap's tags: solid prisms with flat roofs on a flat ground. */
import { LabError } from '../../errors/lab-error.ts';
import type { RadioMaterial } from '../materials.ts';
import { createMaterial } from '../materials.ts';
import { SceneBuilder } from '../scene-builder.ts';
import type { Scene } from '../scene.ts';
import type { Tags } from './building-tags.ts';
import {
  DEFAULT_HEIGHT,
  isOpenStreetMap,
  LEVEL_HEIGHT,
  readBuildingKind,
  readElevations,
  readMaterial,
  readTags,
} from './building-tags.ts';
import { addGround, addPrism } from './extrude.ts';
import { toLocalPolygons } from './footprint-coordinates.ts';
import { cleanFootprint, MAXIMUM_CORNERS } from './footprints.ts';
import type { FeaturePolygon, GeoJsonContent } from './geojson-features.ts';
import { parseGeoJson } from './geojson-features.ts';
import type { ImportControl } from './import-control.ts';
import { checkIn } from './import-control.ts';
import { OPENSTREETMAP_ATTRIBUTION } from './openstreetmap.ts';
import type { SceneImport } from './scene-import.ts';
import { RepairReport } from './scene-import.ts';
import type { Building } from './town-plan.ts';
import { dropDuplicatePlans, dropOutlinesOfParts } from './town-plan.ts';

/** What is to be read. */
export interface GeoJsonImport {
  /** The whole file. */
  readonly text: string;
  /** What to call it in errors; also the scene's id. */
  readonly file: string;
  /** Height of buildings about which nothing is said, metres. */
  readonly defaultHeight?: number;
  /** Progress and cancellation. */
  readonly control?: ImportControl;
}

const BUILDING_MATERIAL = 'concrete';
const GROUND_MATERIAL = 'medium_dry_ground';
/** As good as endless: a few centimetres of it already let nothing through, metres. */
const GROUND_THICKNESS = 1;

/** How far the ground reaches beyond the outermost footprint, metres. */
const GROUND_MARGIN = 50;

/** How many corners are worked on between two turns for everybody else: those of a few hundred buildings. */
const CORNERS_AT_A_TIME = 2500;

/**
 * Imports footprints. Where any feature is tagged `building` or `building:part`, only those that are count; else every
 * polygon is a building. Buildings are solid, their faces point outwards, the ground lies at height 0.
 *
 * @param request the file
 * @throws LabError `bad-file` for what is no GeoJSON or has coordinates that cannot be right; `bad-scene` where no building
 *   is left; `cancelled`
 */
export async function importGeoJson(request: GeoJsonImport): Promise<SceneImport> {
  const { text, file, defaultHeight = DEFAULT_HEIGHT, control = {} } = request;
  const content = await parseGeoJson(text, file, control);
  const report = new RepairReport();
  const plans = choosePlans(content, report);
  if (plans.length === 0) {
    throw new LabError(
      'bad-scene',
      `${file} holds no polygons that could be buildings.`,
      'Export the outlines of buildings, not points or lines.',
    );
  }
  const local = toLocalPolygons(
    plans.map(({ polygon }) => polygon),
    content.crs,
    file,
  );
  const found: Building[] = [];
  let corners = CORNERS_AT_A_TIME;
  for (const [index, { rings }] of local.polygons.entries()) {
    if (corners >= CORNERS_AT_A_TIME) {
      await checkIn(control, 'Standing up buildings', index / plans.length);
      corners = 0;
    }
    corners += rings.reduce((sum, ring) => sum + ring.length, 0);
    const building = readBuilding(plans[index], rings, defaultHeight, report);
    if (building) found.push(building);
  }
  const distinct = dropDuplicatePlans(found);
  report.add('Left out footprints that another building has as well', found.length - distinct.length);
  const buildings = dropOutlinesOfParts(distinct);
  report.add('Left out outlines of buildings that are mapped in parts', distinct.length - buildings.length);
  if (buildings.length === 0) {
    throw new LabError(
      'bad-scene',
      `${file} holds no footprint that can stand. ${report.sentences().join(' ')}`,
      'Repair the footprints, or export a larger area.',
    );
  }
  const scene = buildTown(buildings, file, content.namesOpenStreetMap || plans.some(({ isOsm }) => isOsm));
  return { scene, repairs: [local.note, ...report.sentences()], origin: local.origin };
}

/** A polygon that is to become a building, with what is said about it. */
interface Plan {
  readonly polygon: FeaturePolygon;
  readonly tags: Tags;
  readonly isPart: boolean;
  readonly isOsm: boolean;
}

/** The polygons that are buildings. */
function choosePlans({ features, withoutArea }: GeoJsonContent, report: RepairReport): Plan[] {
  const tagged = features.map(({ properties, id, polygons }) => {
    const tags = readTags(properties);
    return { polygons, tags, kind: readBuildingKind(tags), isOsm: isOpenStreetMap(tags, id) };
  });
  const anyTagged = tagged.some(({ kind }) => kind !== null);
  const chosen = tagged.filter(({ kind }) => kind !== null || !anyTagged);
  report.add('Passed over features that are points, lines or nothing', withoutArea);
  report.add('Passed over polygons that are not tagged as buildings', features.length - chosen.length);
  return chosen.flatMap(({ polygons, tags, kind, isOsm }) =>
    polygons.flatMap((polygon) => {
      if (polygon.rings.length > 0 && polygon.rings.every((ring) => ring.length > 0)) {
        return [{ polygon, tags, isPart: kind === 'part', isOsm }];
      }
      report.add('Left out polygons with empty rings', 1, polygon.label);
      return [];
    }),
  );
}

/** One building, or null where it cannot stand; either way the report hears of it. */
function readBuilding(
  { polygon: { label }, tags, isPart }: Plan,
  rings: FeaturePolygon['rings'],
  defaultHeight: number,
  report: RepairReport,
): Building | null {
  const cleaned = cleanFootprint(rings);
  if (cleaned === 'crosses itself') {
    report.add('Left out footprints that cross themselves', 1, label);
    return null;
  }
  if (cleaned === 'is a sliver') {
    report.add('Left out footprints under 1 m² or narrower than 10 cm', 1, label);
    return null;
  }
  if (cleaned === 'has too many corners') {
    report.add(`Left out footprints of more than ${MAXIMUM_CORNERS.toLocaleString('en')} corners`, 1, label);
    return null;
  }
  const elevations = readElevations(tags, defaultHeight);
  if (elevations.top <= elevations.base) {
    report.add('Left out buildings whose underside is not below their top', 1, label);
    return null;
  }
  const { unclosedRings, repeatedCorners, droppedHoles } = cleaned.repairs;
  report.add('Closed rings that did not end where they began', unclosedRings);
  report.add('Joined corners less than 1 cm apart', repeatedCorners);
  report.add('Filled holes that are slivers or lie outside of their outline', droppedHoles);
  if (elevations.unreadable) report.add('Heights that cannot be read', 1, label);
  if (elevations.source === 'levels') report.add(`Buildings with levels but no height, at ${LEVEL_HEIGHT} m a level`);
  if (elevations.source === 'default') {
    report.add(`Buildings with neither height nor levels, taken as ${defaultHeight} m high`);
  }
  const material = readMaterial(tags);
  if (material === undefined)
    report.add(`Buildings of a material that is not known, taken as ${BUILDING_MATERIAL}`, 1, label);
  return {
    name: tags.name ?? address(tags) ?? label,
    footprint: cleaned.footprint,
    elevations,
    material: material ?? BUILDING_MATERIAL,
    isPart,
  };
}

/** Street and house number, where both are tagged. */
function address(tags: Tags): string | undefined {
  const { 'addr:street': street, 'addr:housenumber': number } = tags;
  return street && number ? `${street} ${number}` : undefined;
}

function buildTown(buildings: readonly Building[], file: string, isOsm: boolean): Scene {
  const builder = new SceneBuilder();
  const materials = new Map<string, RadioMaterial>();
  builder.beginObject('Ground', createMaterial(GROUND_MATERIAL, GROUND_THICKNESS), 'ground');
  addGround(
    builder,
    buildings.flatMap(({ footprint }) => footprint.rings[0]),
    GROUND_MARGIN,
  );
  for (const { name, footprint, elevations, material: materialName } of buildings) {
    let material = materials.get(materialName);
    if (!material) materials.set(materialName, (material = createMaterial(materialName)));
    builder.beginObject(name, material, 'building', true);
    addPrism(builder, footprint, elevations.base, elevations.top);
  }
  const title = file.replace(/^.*[\\/]/, '').replace(/\.(geo)?json$/i, '');
  return builder.build({
    id: file,
    title,
    summary: `Imported from ${file}: ${buildings.length} buildings as prisms with flat roofs, on flat ground.`,
    attribution: isOsm ? OPENSTREETMAP_ATTRIBUTION : '',
  });
}
