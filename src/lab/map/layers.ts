/** The map's layers, from what the store holds. Each group is rebuilt only when what it shows has changed. */
import { IconLayer, LineLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import type { Layer } from '@deck.gl/core';
import type { SceneView } from '../../engine/frontend.ts';
import type { FixTable } from '../state/fix-table.ts';
import type { LabState } from '../state/store.ts';
import { errorColour, type Rgb } from '../styles/cividis.ts';
import { estimatorStyle, PATH_STYLES } from '../styles/palette.ts';
import {
  buildAxisLabels,
  buildGrid,
  buildHallMesh,
  buildSolidEdges,
  type AxisLabel,
  type LineSet,
} from './hall-mesh.ts';
import { MAP_THEMES } from './map-theme.ts';
import type { MarkerAtlas } from './marker-atlas.ts';
import { buildPathLines, kindOfPath, pathStrength } from './path-lines.ts';
import { ShadedMeshLayer } from './shaded-mesh-layer.ts';
import { buildSiteMesh } from './site-mesh.ts';

type ThemeName = 'dark' | 'light';
type Rgba = [number, number, number, number];
type Place = [number, number, number];

/** A point where a path meets a surface. */
interface Bounce {
  readonly position: Place;
  readonly colour: Rgba;
}

/** Layers that lie on everything, whatever is in front. */
const ON_TOP = { depthCompare: 'always', depthWriteEnabled: false } as const;
const SEE_THROUGH = { depthWriteEnabled: false } as const;

const rgba = (colour: Rgb, alpha = 255): Rgba => [colour[0], colour[1], colour[2], alpha];

/** Lines as deck.gl takes them: typed arrays, no objects. */
function lineData(lines: LineSet): object {
  return {
    length: lines.count,
    attributes: {
      getSourcePosition: { value: lines.sources, size: 3 },
      getTargetPosition: { value: lines.targets, size: 3 },
    },
  };
}

/** Floor, grid, walls, solids and sites: they change with scene and theme alone. */
export function buildStaticLayers(scene: SceneView, themeName: ThemeName): Layer[] {
  const theme = MAP_THEMES[themeName];
  const { floor, walls, solids } = buildHallMesh(scene, theme);
  const grid = buildGrid(scene.bounds);
  const extent = Math.max(...[0, 1].map((axis) => scene.bounds.maximum[axis] - scene.bounds.minimum[axis]));
  const site = buildSiteMesh(scene.sites, theme.site, 0.16 * extent, 0.028 * extent);
  const label = { color: rgba(theme.label), size: 11 };
  return [
    new ShadedMeshLayer({ id: 'floor', mesh: floor, parameters: { depthWriteEnabled: false } }),
    new LineLayer({
      id: 'grid',
      data: lineData(grid) as [],
      getColor: (_: unknown, { index }: { index: number }) => rgba(grid.strong[index] ? theme.gridStrong : theme.grid),
      getWidth: 1,
      antialiasing: true,
      parameters: SEE_THROUGH,
    }),
    new ShadedMeshLayer({ id: 'walls', mesh: walls, parameters: { cullMode: 'back', ...SEE_THROUGH } }),
    new TextLayer<AxisLabel>({
      id: 'axes',
      data: buildAxisLabels(scene.bounds, grid.spacing),
      getText: ({ text }) => text,
      getPosition: ({ position }) => [...position] as [number, number, number],
      getColor: label.color,
      getSize: label.size,
      fontFamily: 'system-ui, sans-serif',
      fontSettings: { fontSize: 32 },
      parameters: ON_TOP,
    }),
    new ShadedMeshLayer({ id: 'solids', mesh: solids }),
    new LineLayer({
      id: 'edges',
      data: lineData(buildSolidEdges(scene)) as [],
      getColor: rgba(theme.edge, 170),
      getWidth: 1,
      antialiasing: true,
      parameters: { depthWriteEnabled: false, depthCompare: 'less-equal' },
    }),
    new ShadedMeshLayer({ id: 'wedge', mesh: site.wedge, parameters: SEE_THROUGH }),
    new ShadedMeshLayer({ id: 'panel', mesh: site.panel, parameters: { depthCompare: 'always' } }),
  ];
}

/** Users that have an estimate, one entry per user and estimator. */
interface Marks {
  readonly count: number;
  readonly users: Int32Array;
  readonly ids: readonly string[];
  readonly truth: Float32Array;
  readonly estimate: Float32Array;
}

function collectMarks(
  fixes: FixTable,
  ids: readonly string[],
  truth: Float64Array,
  only: number | null,
  without: number | null,
): Marks {
  const users: number[] = [];
  const owners: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  for (const id of ids) {
    const estimates = fixes.estimates.get(id);
    if (!estimates) continue;
    const first = only ?? 0;
    const last = only ?? fixes.users - 1;
    for (let user = first; user <= last; user++) {
      if (user === without || Number.isNaN(estimates[3 * user])) continue;
      users.push(user);
      owners.push(id);
      for (let axis = 0; axis < 3; axis++) {
        from.push(truth[3 * user + axis]);
        to.push(estimates[3 * user + axis]);
      }
    }
  }
  return {
    count: users.length,
    users: Int32Array.from(users),
    ids: owners,
    truth: Float32Array.from(from),
    estimate: Float32Array.from(to),
  };
}

/**
 * True users, estimates and the error lines between them; the selected user is drawn with the selection.
 *
 * @param scale size of the marks, 1 on a map where a metre is some fifteen pixels
 */
export function buildUserLayers(state: LabState, atlas: MarkerAtlas, scale: number): Layer[] {
  const theme = MAP_THEMES[state.theme];
  const { truth, fixes, estimators, selectedUser, hoveredUser } = state;
  const others = collectMarks(fixes, estimators, truth, null, selectedUser);
  const standing = Array.from({ length: truth.length / 3 }, (_, user) => user).filter((user) => user !== selectedUser);
  const errorOf = (index: number): number => fixes.errors.get(others.ids[index])?.[others.users[index]] ?? Number.NaN;
  const many = estimators.length > 1;
  return [
    new LineLayer({
      id: 'errors',
      data: lineData({ count: others.count, sources: others.truth, targets: others.estimate }) as [],
      getColor: (_: unknown, { index }: { index: number }) => rgba(errorColour(errorOf(index)), many ? 200 : 235),
      getWidth: many ? 1.5 : 2,
      antialiasing: true,
      parameters: SEE_THROUGH,
    }),
    markerLayer('estimates', others, atlas, 11 * scale),
    new ScatterplotLayer<number>({
      id: 'truth',
      data: standing,
      getPosition: (user) => [truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]],
      getFillColor: rgba(theme.truth),
      getLineColor: rgba(theme.truthRim, 190),
      getRadius: (user) => scale * (user === hoveredUser ? 6 : 3.2),
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 1,
      stroked: true,
      billboard: true,
      parameters: SEE_THROUGH,
    }),
  ];
}

function markerLayer(id: string, marks: Marks, atlas: MarkerAtlas, size: number, onTop = false): Layer {
  return new IconLayer({
    id,
    data: {
      length: marks.count,
      attributes: { getPosition: { value: marks.estimate, size: 3 } },
    } as unknown as [],
    iconAtlas: atlas.image,
    iconMapping: atlas.mapping,
    getIcon: (_: unknown, { index }: { index: number }) => estimatorStyle(marks.ids[index]).shape,
    getColor: (_: unknown, { index }: { index: number }) => rgba(estimatorStyle(marks.ids[index]).colour),
    getSize: size,
    sizeUnits: 'pixels',
    billboard: true,
    parameters: onTop ? ON_TOP : SEE_THROUGH,
  });
}

/** Ray paths of the selected user, the user itself with its estimates, and a plumb line that shows its height. */
export function buildSelectionLayers(state: LabState, atlas: MarkerAtlas): Layer[] {
  const { selectedUser, session, truth, inspection, fixes, estimators, highlightedPath } = state;
  if (selectedUser === null || !session) return [];
  const theme = MAP_THEMES[state.theme];
  const at: Place = [truth[3 * selectedUser], truth[3 * selectedUser + 1], truth[3 * selectedUser + 2]];
  const floor = session.scene.bounds.minimum[2] + 0.02;
  const marks = collectMarks(fixes, estimators, truth, selectedUser, null);
  const layers: Layer[] = [];
  if (inspection && inspection.user === selectedUser) {
    const { paths } = inspection;
    const lines = buildPathLines(paths, state.theme, highlightedPath);
    layers.push(
      new LineLayer({
        id: 'paths',
        data: {
          length: lines.count,
          attributes: {
            getSourcePosition: { value: lines.sources, size: 3 },
            getTargetPosition: { value: lines.targets, size: 3 },
          },
        } as unknown as [],
        getColor: (_: unknown, { index }: { index: number }) =>
          [...lines.colours.subarray(4 * index, 4 * index + 4)] as Rgba,
        getWidth: (_: unknown, { index }: { index: number }) => lines.widths[index],
        antialiasing: true,
        parameters: ON_TOP,
      }),
      new ScatterplotLayer<Bounce>({
        id: 'bounces',
        data: bouncePoints(paths, state.theme, highlightedPath),
        getPosition: ({ position }) => position,
        getFillColor: ({ colour }) => colour,
        getRadius: 2.6,
        radiusUnits: 'pixels',
        billboard: true,
        parameters: ON_TOP,
      }),
    );
  }
  layers.push(
    new LineLayer<Place>({
      id: 'plumb',
      data: [at],
      getSourcePosition: (from) => from,
      getTargetPosition: ([x, y]) => [x, y, floor],
      getColor: rgba(theme.truth, 130),
      getWidth: 1,
      antialiasing: true,
      parameters: ON_TOP,
    }),
    new ScatterplotLayer<Place>({
      id: 'foot',
      data: [at],
      getPosition: ([x, y]) => [x, y, floor],
      getFillColor: rgba(theme.truth, 40),
      getLineColor: rgba(theme.truth, 130),
      getRadius: 0.5,
      stroked: true,
      lineWidthUnits: 'pixels',
      getLineWidth: 1,
      parameters: ON_TOP,
    }),
    new LineLayer({
      id: 'selected-errors',
      data: lineData({ count: marks.count, sources: marks.truth, targets: marks.estimate }) as [],
      getColor: (_: unknown, { index }: { index: number }) =>
        rgba(errorColour(fixes.errors.get(marks.ids[index])?.[selectedUser] ?? Number.NaN)),
      getWidth: 3,
      antialiasing: true,
      parameters: ON_TOP,
    }),
    markerLayer('selected-estimates', marks, atlas, 15, true),
    new ScatterplotLayer<Place>({
      id: 'selected-truth',
      data: [at, at],
      getPosition: (position) => position,
      getFillColor: (_, { index }) => (index === 0 ? rgba(theme.truth, 26) : rgba(theme.truth)),
      getLineColor: (_, { index }) => (index === 0 ? rgba(theme.truth) : rgba(theme.truthRim)),
      getRadius: (_, { index }) => (index === 0 ? 12 : 4.5),
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: (_, { index }) => (index === 0 ? 2 : 1),
      stroked: true,
      billboard: true,
      parameters: ON_TOP,
    }),
  );
  return layers;
}

/** Where paths meet surfaces. */
function bouncePoints(
  paths: NonNullable<LabState['inspection']>['paths'],
  theme: ThemeName,
  highlighted: number | null,
): Bounce[] {
  const points: Bounce[] = [];
  for (let p = 0; p < paths.count; p++) {
    const colour = PATH_STYLES[kindOfPath(paths, p)][theme];
    const alpha = highlighted === null ? 60 + 170 * pathStrength(paths, p) : highlighted === p ? 255 : 40;
    for (let v = paths.vertexOffsets[p] + 1; v < paths.vertexOffsets[p + 1] - 1; v++) {
      points.push({
        position: [paths.vertices[3 * v], paths.vertices[3 * v + 1], paths.vertices[3 * v + 2]],
        colour: rgba(colour, alpha),
      });
    }
  }
  return points;
}
