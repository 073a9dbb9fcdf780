/** The layers of the selected user itself; its paths are in `path-layers.ts`. */
import type { Layer } from '@deck.gl/core';
import { LineLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { LabState } from '../state/store.ts';
import { errorColour } from '../styles/cividis.ts';
import { MAP_THEMES } from './map-theme.ts';
import type { MarkerAtlas } from './marker-atlas.ts';
import { collectMarks, lineData, markerLayer, ON_TOP, rgba } from './marks.ts';

type Place = [number, number, number];

/** The selected user with its estimates, and a plumb line that shows its height. */
export function buildSelectionLayers(state: LabState, atlas: MarkerAtlas): Layer[] {
  const { selectedUser, session, truth, fixes, estimators } = state;
  if (selectedUser === null || !session) return [];
  const theme = MAP_THEMES[state.theme];
  const at: Place = [truth[3 * selectedUser], truth[3 * selectedUser + 1], truth[3 * selectedUser + 2]];
  const floor = session.scene.bounds.minimum[2] + 0.02;
  const marks = collectMarks(fixes, estimators, truth, selectedUser, null);
  return [
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
  ];
}
