/** What the stages produced, in the words of the messages: pure translation, nothing is computed that a stage computes. */
import { pilotToneCount, pilotToneSpacing } from '../channel/radio.ts';
import { unambiguousDelay } from '../channel/srs.ts';
import { antennaCount } from '../channel/array.ts';
import { delayWarning, delayWarningSentence } from '../measurement/delay-wrap.ts';
import type { SpectrumGrid } from '../measurement/measure.ts';
import { NO_FIX_SENTENCE } from '../measurement/no-fix.ts';
import { fromDecibels } from '../numerics/decibels.ts';
import { noteMaterials } from '../scene/materials.ts';
import type { Inspection, LocatedUser, MeasurementView, SceneView, SessionView, Tracing } from './base.ts';
import type { LinkRecord, UserRecord } from './pipeline.ts';
import type { LinkSignals } from './signal-store.ts';
import type { World } from './world.ts';

/** A world, ready to draw. */
export function viewScene({ scene, sites, radio }: World): SceneView {
  return {
    id: scene.id,
    title: scene.title,
    summary: scene.summary,
    attribution: scene.attribution,
    notes: noteMaterials(scene.materials, radio.carrierFrequency),
    positions: Float32Array.from(scene.mesh.positions),
    indices: scene.mesh.indices.slice(),
    objectOfTriangle: scene.mesh.objectOfTriangle.slice(),
    objects: scene.objects.map(({ name, role, material }) => ({
      name,
      role,
      material: scene.materials[material].name,
    })),
    sites,
    bounds: scene.bounds,
    markings: scene.markings,
    radio,
  };
}

/** What the users of an evaluation are called, after the scene that they are in, and who they are. */
const EVALUATED: Readonly<
  Record<NonNullable<World['evaluated']>['protocol'], { readonly name: string; readonly sentence: string }>
> = {
  'held-out': {
    name: 'evaluated test',
    sentence: 'The unseen positions of an evaluation, each at the SNR and in the noise that it drew.',
  },
  grid: {
    name: 'known grid',
    sentence: 'Positions that training has seen, in the noise of an evaluation: errors here are none of unseen users.',
  },
};

/**
 * The same of a world that was opened: with the users of an evaluation it says so wherever it is named, on figures and tables
 * that are taken home, too, and is listed apart.
 *
 * @param address what opened it
 */
export function viewOpened(world: World, address: string | null): SceneView {
  const view = viewScene(world);
  const { evaluated } = world;
  if (!evaluated || address === null) return view;
  const { name, sentence } = EVALUATED[evaluated.protocol];
  return { ...view, id: address, title: `${view.title}: ${name}`, summary: `${sentence} ${view.summary}` };
}

/** What the slider of noise means in a world. */
export function viewSnr({ snr, evaluated }: Pick<World, 'snr' | 'evaluated'>): SessionView['snr'] {
  return evaluated?.protocol === 'held-out' ? 'drawn' : snr(0).kind;
}

/** What the tracer is asked for in a world. */
export function viewTracing({ paths }: World): Tracing {
  const { maximumReflections, maximumTransmissions, diffraction, scattering } = paths;
  return { maximumReflections, maximumTransmissions, diffraction, scattering };
}

/** Why nobody hears a user that stands where nobody can. */
export function enclosedSentence(solid: string): string {
  return `The user is inside of "${solid}".`;
}

/** What a user's record says without its large arrays. */
export function viewLinks(
  { radio }: Pick<World, 'radio'>,
  { position, enclosedBy, links }: UserRecord,
): Pick<LocatedUser, 'position' | 'links' | 'site'> {
  const reasonOf = ({ report }: LinkRecord): string => {
    if (report.kind !== 'no-fix') return '';
    return enclosedBy === null ? NO_FIX_SENTENCE[report.reason] : enclosedSentence(enclosedBy);
  };
  const warningOf = ({ paths }: LinkRecord): string => {
    const warning = delayWarning(paths, radio);
    return warning ? delayWarningSentence(warning) : '';
  };
  return {
    position,
    site: bestSite(links),
    links: links.map((link) => ({
      paths: link.paths,
      snrDb: link.snrDb,
      reason: reasonOf(link),
      warning: warningOf(link),
    })),
  };
}

/** The site that hears best; the first where none hears anything. */
function bestSite(links: readonly LinkRecord[]): number {
  const heard = (site: number): number => (links[site].report.kind === 'measurement' ? links[site].snrDb : -Infinity);
  return links.reduce((best, _, site) => (heard(site) > heard(best) ? site : best), 0);
}

/** The channel and what the sounding made of it. */
export function viewChannel({ sites, radio }: World, site: number, signals: LinkSignals): Inspection['csi'] {
  return {
    antennas: antennaCount(sites[site].panel),
    tones: pilotToneCount(radio),
    toneSpacing: pilotToneSpacing(radio),
    channel: signals.channel,
    estimate: signals.leastSquares,
  };
}

/**
 * The measurement stage of a record, each value beside its truth; null without a report.
 *
 * @param draw draws the spectrum; not called without a report
 */
export function viewMeasurement(
  { radio }: World,
  record: LinkRecord,
  signals: LinkSignals,
  draw: () => SpectrumGrid,
): MeasurementView | null {
  const { report, paths } = record;
  if (report.kind === 'no-fix') return null;
  const spectrum = draw();
  // Paths come strongest first, and the strongest is what the measurement looks for.
  return {
    snr: { measured: report.snr, truth: fromDecibels(record.snrDb) },
    power: { measured: report.power, truth: record.channelPower },
    delay: { measured: report.delay, truth: paths.delays[0] },
    azimuth: { measured: report.azimuth, truth: paths.departureAzimuths[0] },
    elevation: { measured: report.elevation, truth: paths.departureElevations[0] },
    powerDelayProfile: signals.powerDelayProfile,
    binWidth: unambiguousDelay(radio) / radio.delayBins,
    spectrum: spectrum.values,
    spectrumAzimuths: spectrum.azimuths,
    spectrumElevations: spectrum.elevations,
    sourceCount: report.sourceCount,
  };
}
