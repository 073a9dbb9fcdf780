/** The layer of the selected user's limit: where an estimator at the bound would put it. */
import type { Layer } from '@deck.gl/core';
import { LineLayer } from '@deck.gl/layers';
import { ellipseLines, magnificationOf } from '../comparison/limit-ellipse.ts';
import type { LabState } from '../state/store.ts';
import { MAP_THEMES } from './map-theme.ts';
import { lineData, ON_TOP, rgba } from './marks.ts';

/** A dashed ellipse, or nothing while no bound is known. */
export function buildLimitLayers({
  userLimit,
  selectedUser,
  session,
  truth,
  theme,
  isLimitTrueSize,
  room,
}: LabState): Layer[] {
  if (!session || !userLimit || userLimit.user !== selectedUser || userLimit.together.kind !== 'bound') return [];
  const magnification = magnificationOf(userLimit, session.scene.bounds, isLimitTrueSize || room === 'denoising') ?? 1;
  const at = 3 * selectedUser;
  return [
    new LineLayer({
      id: 'limit',
      data: lineData(
        ellipseLines(userLimit.together.ellipse, [truth[at], truth[at + 1], truth[at + 2]], magnification),
      ) as [],
      getColor: rgba(MAP_THEMES[theme].truth, 220),
      getWidth: 2,
      antialiasing: true,
      parameters: ON_TOP,
    }),
  ];
}
