/**
 * The layers of the selected user's track: where the filter had it, moment after moment, in the filter's own colour, and where the
 * estimators had it that look at each moment by itself, in theirs.
 */
import type { Layer } from '@deck.gl/core';
import { LineLayer, ScatterplotLayer } from '@deck.gl/layers';
import { TRACKER, type UserTrack } from '../../engine/frontend.ts';
import type { LabState } from '../state/store.ts';
import { estimatorStyle } from '../styles/palette.ts';
import type { LineSet } from './line-set.ts';
import { MAP_THEMES } from './map-theme.ts';
import { lineData, ON_TOP, rgba } from './marks.ts';

type Track = Extract<UserTrack, { kind: 'track' }>;

/** Lines from each moment to the next at which the filter has the user again. */
export function trackLines({ times, estimates }: Pick<Track, 'times' | 'estimates'>): LineSet {
  const known = Array.from(times, (_, moment) => moment).filter((moment) => !Number.isNaN(estimates[3 * moment]));
  const placesOf = (moments: readonly number[]): Float32Array =>
    Float32Array.from(moments.flatMap((moment) => [...estimates.subarray(3 * moment, 3 * moment + 3)]));
  return {
    count: Math.max(0, known.length - 1),
    sources: placesOf(known.slice(0, -1)),
    targets: placesOf(known.slice(1)),
  };
}

/** Lines from where the filter had the user to where each other estimator did at the same moment, where both had it. */
export function momentFixes({
  times,
  estimates,
  fixes,
}: Pick<Track, 'times' | 'estimates' | 'fixes'>): LineSet & { readonly estimators: readonly string[] } {
  const known = fixes.flatMap((fix) =>
    Array.from(times, (_, moment) => ({ fix, at: 3 * moment })).filter(
      ({ at }) => !Number.isNaN(estimates[at]) && !Number.isNaN(fix.estimates[at]),
    ),
  );
  return {
    count: known.length,
    sources: Float32Array.from(known.flatMap(({ at }) => [...estimates.subarray(at, at + 3)])),
    targets: Float32Array.from(known.flatMap(({ fix, at }) => [...fix.estimates.subarray(at, at + 3)])),
    estimators: known.map(({ fix }) => fix.estimator),
  };
}

/** The track with a dot for every moment, or nothing while none is known. */
export function buildTrackLayers({ track, selectedUser, theme }: LabState): Layer[] {
  if (track?.kind !== 'track' || track.user !== selectedUser) return [];
  const colour = estimatorStyle(TRACKER).colour;
  const moments = Array.from(track.times, (_, moment) => moment).filter((at) => !Number.isNaN(track.estimates[3 * at]));
  const fixes = momentFixes(track);
  return [
    new LineLayer({
      id: 'track-fix-errors',
      data: lineData(fixes) as [],
      getColor: (_: unknown, { index }: { index: number }) => rgba(estimatorStyle(fixes.estimators[index]).colour, 90),
      getWidth: 1,
      parameters: ON_TOP,
    }),
    new ScatterplotLayer({
      id: 'track-fixes',
      data: { length: fixes.count },
      getPosition: (_: unknown, { index }: { index: number }) =>
        [...fixes.targets.subarray(3 * index, 3 * index + 3)] as [number, number, number],
      getFillColor: (_: unknown, { index }: { index: number }) =>
        rgba(estimatorStyle(fixes.estimators[index]).colour, 190),
      getLineColor: rgba(MAP_THEMES[theme].truthRim),
      getRadius: 3,
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 0.5,
      stroked: true,
      billboard: true,
      parameters: ON_TOP,
    }),
    new LineLayer({
      id: 'track',
      data: lineData(trackLines(track)) as [],
      getColor: rgba(colour, 230),
      getWidth: 3,
      antialiasing: true,
      parameters: ON_TOP,
    }),
    new ScatterplotLayer<number>({
      id: 'track-moments',
      data: moments,
      getPosition: (at) => [...track.estimates.subarray(3 * at, 3 * at + 3)] as [number, number, number],
      getFillColor: rgba(colour),
      getLineColor: rgba(MAP_THEMES[theme].truthRim),
      getRadius: (at) => (at === moments.at(-1) ? 6 : 3),
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 1,
      stroked: true,
      billboard: true,
      parameters: ON_TOP,
    }),
  ];
}
