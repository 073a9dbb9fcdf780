/** The layers of the selected user. */
import type { Layer } from '@deck.gl/core';
import { LineLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { LabState } from '../state/store.ts';
import { errorColour } from '../styles/cividis.ts';
import { PATH_STYLES, type PathKind } from '../styles/palette.ts';
import { MAP_THEMES } from './map-theme.ts';
import type { MarkerAtlas } from './marker-atlas.ts';
import { collectMarks, lineData, markerLayer, ON_TOP, rgba, type Rgba } from './marks.ts';
import {
  buildPathLines,
  DASHED_EXTENT,
  joinPathLines,
  kindOfPath,
  pathStrength,
  type PathTable,
} from './path-lines.ts';
import { shownLink } from '../state/shown-link.ts';

type Place = [number, number, number];

/** A point where a path meets a surface. */
interface Bounce {
  readonly position: Place;
  readonly colour: Rgba;
}

/** How plainly the links to other sites are drawn beside the shown one. */
const OTHER_SITES = 0.38;

/** Ray paths of the selected user from all sites, the user itself with its estimates, and a plumb line that shows its height. */
export function buildSelectionLayers(state: LabState, atlas: MarkerAtlas): Layer[] {
  const { selectedUser, session, truth, located, fixes, estimators, highlightedPath, hiddenKinds } = state;
  if (selectedUser === null || !session) return [];
  const theme = MAP_THEMES[state.theme];
  const at: Place = [truth[3 * selectedUser], truth[3 * selectedUser + 1], truth[3 * selectedUser + 2]];
  const floor = session.scene.bounds.minimum[2] + 0.02;
  const marks = collectMarks(fixes, estimators, truth, selectedUser, null);
  const layers: Layer[] = [];
  if (located?.user === selectedUser) {
    const { paths } = shownLink(located);
    const { minimum, maximum } = session.scene.bounds;
    const extent = Math.max(maximum[0] - minimum[0], maximum[1] - minimum[1]);
    const look = { hidden: hiddenKinds, dashScale: Math.max(1, extent / DASHED_EXTENT) };
    const others = located.links
      .filter((link) => link.paths !== paths)
      .map((link) => buildPathLines(link.paths, state.theme, { ...look, highlighted: null, opacity: OTHER_SITES }));
    const lines = joinPathLines([
      ...others,
      buildPathLines(paths, state.theme, { ...look, highlighted: highlightedPath, opacity: 1 }),
    ]);
    layers.push(
      new LineLayer({
        id: 'paths',
        data: {
          length: lines.count,
          attributes: {
            getSourcePosition: { value: lines.sources, size: 3 },
            getTargetPosition: { value: lines.targets, size: 3 },
            getColor: { value: lines.colours, size: 4, normalized: true },
            getWidth: { value: lines.widths, size: 1 },
          },
        } as unknown as [],
        antialiasing: true,
        parameters: ON_TOP,
      }),
      new ScatterplotLayer<Bounce>({
        id: 'bounces',
        data: bouncePoints(paths, state.theme, highlightedPath, hiddenKinds),
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
    markerLayer('selected-estimates', marks, atlas, 15),
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
  paths: PathTable,
  theme: 'dark' | 'light',
  highlighted: number | null,
  hidden: readonly PathKind[],
): Bounce[] {
  const points: Bounce[] = [];
  for (let p = 0; p < paths.count; p++) {
    const kind = kindOfPath(paths, p);
    if (hidden.includes(kind)) continue;
    const colour = PATH_STYLES[kind][theme];
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
