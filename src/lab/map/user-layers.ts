/**
 * The layers of all users but the selected one. Users and estimates show through what stands before them: in a town almost
 * everybody is behind a building.
 */
import type { Layer } from '@deck.gl/core';
import { LineLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { LabState } from '../state/store.ts';
import { isFixInRange, isUserInRange } from '../comparison/error-range.ts';
import { errorColour, ERROR_SCALE } from '../styles/cividis.ts';
import { MAP_THEMES } from './map-theme.ts';
import type { MarkerAtlas } from './marker-atlas.ts';
import { collectMarks, lineData, markerLayer, ON_TOP, rgba, SEE_THROUGH } from './marks.ts';

/** Who is not looked at stays on the map and steps back, part of the full opacity. */
const ASIDE = 0.13;

/** Lines that leave the colour scale are long, and would hide everybody else, 0 to 255. */
const FAR_ALPHA = 90;

/**
 * True users, estimates and the error lines between them; the selected user is drawn with the selection.
 *
 * @param scale size of the marks, 1 on a map where a metre is some fifteen pixels
 */
export function buildUserLayers(state: LabState, atlas: MarkerAtlas, scale: number): Layer[] {
  const theme = MAP_THEMES[state.theme];
  const { truth, fixes, estimators, selectedUser, hoveredUser } = state;
  // Who moves is ahead of its fix, which is drawn from where the user was then.
  const others = collectMarks(fixes, estimators, fixes.places, null, selectedUser);
  const standing = Array.from({ length: truth.length / 3 }, (_, user) => user).filter((user) => user !== selectedUser);
  const errorOf = (index: number): number => fixes.errors.get(others.ids[index])?.[others.users[index]] ?? Number.NaN;
  const many = estimators.length > 1;
  const weights = Float32Array.from(others.users, (user, index) =>
    isFixInRange(state, others.ids[index], user) ? 1 : ASIDE,
  );
  const weightOf = (user: number): number => (isUserInRange(state, user) ? 1 : ASIDE);
  return [
    new LineLayer({
      id: 'errors',
      data: lineData({ count: others.count, sources: others.truth, targets: others.estimate }) as [],
      getColor: (_: unknown, { index }: { index: number }) =>
        rgba(
          errorColour(errorOf(index)),
          weights[index] * (errorOf(index) > ERROR_SCALE.high ? FAR_ALPHA : many ? 200 : 235),
        ),
      getWidth: many ? 1.5 : 2,
      antialiasing: true,
      parameters: SEE_THROUGH,
    }),
    markerLayer('estimates', others, atlas, 11 * scale, weights),
    new ScatterplotLayer<number>({
      id: 'truth',
      data: standing,
      getPosition: (user) => [truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]],
      getFillColor: (user) => rgba(theme.truth, 255 * weightOf(user)),
      getLineColor: (user) => rgba(theme.truthRim, 190 * weightOf(user)),
      getRadius: (user) => scale * (user === hoveredUser ? 6 : 3.2),
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 1,
      stroked: true,
      billboard: true,
      parameters: ON_TOP,
    }),
  ];
}
