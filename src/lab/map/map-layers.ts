/** All layers of the map in the order of drawing; only those are built anew whose part of the page's state has changed. */
import type { Layer } from '@deck.gl/core';
import type { LabState } from '../state/store.ts';
import { buildCloudLayers } from '../denoising/cloud-layers.ts';
import { buildLimitLayers } from './limit-layers.ts';
import { createMarkerAtlas } from './marker-atlas.ts';
import { buildOverlayLayers, buildSceneLayers } from './scene-layers.ts';
import { buildPathLayers } from './path-layers.ts';
import { buildSelectionLayers } from './selection-layers.ts';
import { buildSiteLayers } from './site-layers.ts';
import { buildTrackLayers } from './track-layers.ts';
import { buildUserLayers } from './user-layers.ts';

/** The layers, kept from one state to the next. */
export interface MapLayers {
  /**
   * Brings the layers up to date.
   *
   * @param markScale size of the marks, 1 on a map where a metre is some fifteen pixels
   * @returns null where nothing has changed
   */
  update(state: LabState, markScale: number): readonly Layer[] | null;
}

/** What is drawn beside the world: everybody, the user that is watched, or its samples on their way to it. */
type Shown = 'everybody' | 'user' | 'samples';

function shownIn({ room, denoising }: LabState): Shown {
  if (room !== 'denoising') return 'everybody';
  return denoising ? 'samples' : 'user';
}

/** Starts without any layer. */
export function createMapLayers(): MapLayers {
  const atlas = createMarkerAtlas();
  let before: LabState | null = null;
  let scaleBefore = Number.NaN;
  let shownBefore: Shown = 'everybody';
  let [ground, overlay, built, sites, users, paths, selection, limit, track, clouds]: Layer[][] = Array.from(
    { length: 10 },
    () => [],
  );

  return {
    update(state, markScale) {
      const { session } = state;
      if (!session) return null;
      const previous = before;
      before = state;
      const changed = (...keys: (keyof LabState)[]): boolean =>
        !previous || keys.some((key) => previous[key] !== state[key]);
      // Sites that move leave the world around them as it is, and its mesh is the part that is slow to build.
      const isOtherWorld = previous?.session?.scene.positions !== session.scene.positions;
      const shown = shownIn(state);
      // A layer that deck.gl has put away cannot be drawn again: whoever comes back is built anew.
      const isBack = (...among: readonly Shown[]): boolean => shown !== shownBefore && among.includes(shown);
      const isEverybodyBack = isBack('everybody');
      const rebuildFixed = isOtherWorld || changed('theme');
      const rebuildSites = rebuildFixed || changed('sites', 'selectedSite');
      const rebuildUsers =
        rebuildSites ||
        isEverybodyBack ||
        markScale !== scaleBefore ||
        changed('crowdVersion', 'estimators', 'selectedUser', 'hoveredUser', 'fixes', 'errorRange', 'errorAxis');
      const rebuildPaths =
        rebuildFixed || isEverybodyBack || changed('selectedUser', 'located', 'highlightedPath', 'hiddenKinds');
      const rebuildSelection = rebuildUsers || isBack('user') || changed('truthVersion', 'fixesVersion');
      const rebuildOverlay =
        rebuildFixed || isEverybodyBack || changed('overlay', 'overlaySite', 'coverage', 'coverageVersion');
      const rebuildLimit =
        rebuildFixed || changed('userLimit', 'selectedUser', 'truthVersion', 'isLimitTrueSize', 'room');
      const rebuildClouds = rebuildSites || changed('denoising', 'room');
      const rebuildTrack = rebuildFixed || isEverybodyBack || changed('track', 'selectedUser');
      if (!rebuildPaths && !rebuildSelection && !rebuildOverlay && !rebuildLimit && !rebuildTrack && !rebuildClouds) {
        return null;
      }
      scaleBefore = markScale;
      shownBefore = shown;
      if (rebuildFixed) ({ ground, built } = buildSceneLayers(session.scene, state.theme));
      if (rebuildOverlay) overlay = buildOverlayLayers(state);
      if (rebuildSites) sites = buildSiteLayers(state, session.scene.bounds);
      if (rebuildUsers) users = buildUserLayers(state, atlas, markScale);
      if (rebuildPaths) paths = buildPathLayers(state);
      if (rebuildSelection) selection = buildSelectionLayers(state, atlas);
      if (rebuildLimit) limit = buildLimitLayers(state);
      if (rebuildTrack) track = buildTrackLayers(state);
      if (rebuildClouds) clouds = buildCloudLayers(state);
      // While posteriors are watched, the crowd and the rays make room; whoever is watched stays.
      if (shown !== 'everybody') {
        return [...ground, ...built, ...sites, ...limit, ...(shown === 'samples' ? clouds : selection)];
      }
      return [...ground, ...overlay, ...built, ...sites, ...users, ...paths, ...limit, ...track, ...selection];
    },
  };
}
