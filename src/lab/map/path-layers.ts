/** The layers of the selected user's ray paths. They change with a fix, not with every step of the pointer. */
import type { Layer } from '@deck.gl/core';
import { LineLayer, ScatterplotLayer } from '@deck.gl/layers';
import { shownLink } from '../state/shown-link.ts';
import type { LabState } from '../state/store.ts';
import { listBouncePoints, type BouncePoint } from './bounce-points.ts';
import { ON_TOP } from './marks.ts';
import { buildPathLines, DASHED_EXTENT, joinPathLines } from './path-lines.ts';

/** How plainly the links to other sites are drawn beside the shown one. */
const OTHER_SITES = 0.38;

/** Ray paths of the selected user from all sites, and where those of the shown site meet surfaces. */
export function buildPathLayers(state: LabState): Layer[] {
  const { selectedUser, session, located, highlightedPath, hiddenKinds } = state;
  if (!session || !located || located.user !== selectedUser) return [];
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
  return [
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
    new ScatterplotLayer<BouncePoint>({
      id: 'bounces',
      data: listBouncePoints(paths, state.theme, highlightedPath, hiddenKinds),
      getPosition: ({ position }) => position,
      getFillColor: ({ colour }) => colour,
      getRadius: 2.6,
      radiusUnits: 'pixels',
      billboard: true,
      parameters: ON_TOP,
    }),
  ];
}
