/** The layers of the denoising stage: clouds, the rays that say whose they are, the field that moves them, and where it ends. */
import type { Layer } from '@deck.gl/core';
import { LineLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import type { LineSet } from '../map/line-set.ts';
import { MAP_THEMES } from '../map/map-theme.ts';
import { lineData, ON_TOP, rgba } from '../map/marks.ts';
import type { LabState } from '../state/store.ts';
import type { Rgb } from '../styles/cividis.ts';
import { estimatorStyle } from '../styles/palette.ts';
import { companionStep } from './companion.ts';
import type { DenoisingPicture } from './denoising-state.ts';
import { arrowLines } from './pull-grid.ts';
import { siteColour } from './site-colours.ts';
import { centreAt, cloudAt, TOGETHER } from './trace.ts';

/** Steps that the tail of a sample reaches back. */
const TAIL = 5;

/** Points in the plane as deck.gl takes them. */
function lift(flat: ArrayLike<number>, z: number): Float32Array {
  const lifted = new Float32Array((flat.length / 2) * 3);
  for (let i = 0; 2 * i < flat.length; i++) {
    lifted[3 * i] = flat[2 * i];
    lifted[3 * i + 1] = flat[2 * i + 1];
    lifted[3 * i + 2] = z;
  }
  return lifted;
}

/** The other sampler's cloud as rings, so that it is told from the stage's own by more than its colour. */
function ringLayer(cloud: Float32Array, z: number, colour: Rgb): Layer {
  return new ScatterplotLayer({
    id: 'denoising-beside',
    data: {
      length: cloud.length / 2,
      attributes: { getPosition: { value: lift(cloud, z), size: 3 } },
    } as unknown as [],
    filled: false,
    stroked: true,
    getLineColor: rgba(colour, 220),
    lineWidthUnits: 'pixels',
    getLineWidth: 1.3,
    getRadius: 4.6,
    radiusUnits: 'pixels',
    billboard: true,
    parameters: ON_TOP,
  });
}

function cloudLayer(id: string, cloud: Float32Array, z: number, colour: Rgb, radius: number, alpha: number): Layer {
  return new ScatterplotLayer({
    id,
    data: {
      length: cloud.length / 2,
      attributes: { getPosition: { value: lift(cloud, z), size: 3 } },
    } as unknown as [],
    getFillColor: rgba(colour, alpha),
    getRadius: radius,
    radiusUnits: 'pixels',
    billboard: true,
    parameters: ON_TOP,
  });
}

/** Where the samples of the fused cloud come from, as far back as a tail reaches. */
function tailLines({ trace, step }: Pick<DenoisingPicture, 'trace' | 'step'>, z: number): LineSet {
  const before = Math.max(trace.first, step - TAIL);
  return {
    count: trace.samples,
    sources: lift(cloudAt(trace, before, TOGETHER), z),
    targets: lift(cloudAt(trace, step, TOGETHER), z),
  };
}

/** Arrows as lines of the map. */
function fieldLines({ positions, pull }: NonNullable<DenoisingPicture['field']>, z: number): LineSet {
  const flat = arrowLines(positions, pull);
  const count = flat.length / 4;
  const end = (from: 0 | 2): Float32Array =>
    lift(
      Float32Array.from({ length: 2 * count }, (_, i) => flat[4 * (i >> 1) + from + (i % 2)]),
      z,
    );
  return { count, sources: end(0), targets: end(2) };
}

/** The layers, or none while nothing is sampled. */
export function buildCloudLayers({
  denoising,
  sites,
  theme,
}: Pick<LabState, 'denoising' | 'sites' | 'theme'>): Layer[] {
  if (!denoising) return [];
  const { trace, step, truth, listening, showsAlone, showsField, field, refined, sampler, companion } = denoising;
  const z = truth[2];
  const { truth: ink, truthRim: rim } = MAP_THEMES[theme];
  const own = estimatorStyle(sampler).colour;
  const heard = sites.map((_, site) => site).filter((site) => trace.heard[site]);
  const alone = showsAlone ? heard : [];
  const isListening = heard.some((site) => listening[site]);
  const layers: Layer[] = [];
  if (showsField && field) {
    layers.push(
      new LineLayer({
        id: 'denoising-field',
        data: lineData(fieldLines(field, z)) as [],
        getColor: rgba(ink, 120),
        getWidth: 1.2,
        antialiasing: true,
        parameters: ON_TOP,
      }),
    );
  }
  layers.push(
    new LineLayer<number>({
      id: 'denoising-rays',
      data: alone,
      getSourcePosition: (site) => [...sites[site].position] as [number, number, number],
      getTargetPosition: (site) => [...centreAt(trace, step, 1 + site), z] as [number, number, number],
      getColor: (site) => rgba(siteColour(site), listening[site] ? 130 : 50),
      getWidth: 1.2,
      antialiasing: true,
      updateTriggers: { getTargetPosition: [trace, step], getColor: [listening] },
      parameters: ON_TOP,
    }),
    ...alone.map((site) =>
      cloudLayer(
        `denoising-site-${site}`,
        cloudAt(trace, step, 1 + site),
        z,
        siteColour(site),
        2.2,
        listening[site] ? 170 : 60,
      ),
    ),
    new ScatterplotLayer<number>({
      id: 'denoising-sites',
      data: heard,
      getPosition: (site) => [...sites[site].position] as [number, number, number],
      getFillColor: (site) => (listening[site] ? rgba(siteColour(site)) : rgba(rim)),
      getLineColor: (site) => rgba(siteColour(site)),
      getRadius: 9,
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 2,
      stroked: true,
      billboard: true,
      updateTriggers: { getFillColor: [listening] },
      parameters: ON_TOP,
    }),
    new TextLayer<number>({
      id: 'denoising-site-numbers',
      data: heard,
      getText: (site) => String(site + 1),
      getPosition: (site) => [...sites[site].position] as [number, number, number],
      getColor: (site) => (listening[site] ? [11, 13, 18, 255] : rgba(ink)),
      getSize: 12,
      fontWeight: 700,
      fontFamily: 'system-ui, sans-serif',
      fontSettings: { fontSize: 32 },
      updateTriggers: { getColor: [listening] },
      parameters: ON_TOP,
    }),
  );
  if (isListening) {
    layers.push(
      new LineLayer({
        id: 'denoising-tails',
        data: lineData(tailLines(denoising, z)) as [],
        getColor: rgba(own, 90),
        getWidth: 1.2,
        antialiasing: true,
        parameters: ON_TOP,
      }),
      cloudLayer('denoising-together', cloudAt(trace, step, TOGETHER), z, own, 3.2, 235),
    );
  }
  if (isListening && companion?.trace) {
    const { trace: beside } = companion;
    const cloud = cloudAt(beside, companionStep(beside, step), TOGETHER);
    layers.push(ringLayer(cloud, z, estimatorStyle(companion.sampler).colour));
  }
  // The last metre comes after the last step.
  const end = refined && step === trace.steps ? [[refined.x, refined.y, z] as [number, number, number]] : [];
  layers.push(
    new ScatterplotLayer<[number, number, number]>({
      id: 'denoising-refined',
      data: end,
      getPosition: (position) => position,
      getFillColor: rgba(estimatorStyle('twin').colour),
      getLineColor: rgba(rim),
      getRadius: 6,
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 1.5,
      stroked: true,
      billboard: true,
      parameters: ON_TOP,
    }),
    new ScatterplotLayer<readonly [number, number, number]>({
      id: 'denoising-truth',
      data: [truth],
      getPosition: ([x, y]) => [x, y, z],
      getFillColor: rgba(ink, 0),
      getLineColor: rgba(ink),
      getRadius: 11,
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 2.2,
      stroked: true,
      billboard: true,
      parameters: ON_TOP,
    }),
  );
  return layers;
}
