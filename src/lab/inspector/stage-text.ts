/** What each stage of a fix says: a heading, a fact, one line, and two sentences for those who are new to it. */
import type { EstimatorView, Inspection } from '../../engine/frontend.ts';
import { degrees, delay, fixed, frequency, metres, withUnit } from '../format.ts';
import { kindsOfPath } from '../map/path-lines.ts';
import type { StageId } from '../state/store.ts';
import { PATH_KINDS, type PathKind } from '../styles/palette.ts';
import { angleDifference } from './angles.ts';
import { shownLink } from '../state/shown-link.ts';

/** The words of one stage. */
export interface StageText {
  readonly title: string;
  /** A small fact on the right of the heading. */
  readonly fact: string;
  /** One line: what the stage says of this user. */
  readonly line: string;
  /** Two sentences: what the stage does, and what it did here. */
  readonly lesson: string;
}

const NONE = '–';

/** Headings of the stages, in the order of the data. */
export const STAGE_TITLES: Readonly<Record<StageId, string>> = {
  paths: 'Paths',
  csi: 'CSI',
  measurement: 'Measurement',
  features: 'Features',
  network: 'Network',
  estimate: 'Estimate',
};

/** "1 in sight, 9 reflected, 3 combined" and the like: every path is counted once. */
function pathLine(inspection: Inspection): string {
  const words = {
    'line of sight': 'in sight',
    reflection: 'reflected',
    diffraction: 'diffracted',
    transmission: 'through walls',
    scattering: 'scattered',
  } as const satisfies Record<PathKind, string>;
  const { paths } = shownLink(inspection);
  const kinds = Array.from({ length: paths.count }, (_, path) => kindsOfPath(paths, path));
  const parts: [number: number, word: string][] = [
    ...PATH_KINDS.map((kind): [number, string] => [
      kinds.filter((one) => one.length === 1 && one[0] === kind).length,
      words[kind],
    ]),
    [kinds.filter((one) => one.length > 1).length, 'combined'],
  ];
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return said.length > 0 ? said.join(', ') : 'no path reaches the site';
}

/** The feature that is furthest from its mean. */
export function boldestFeature(features: NonNullable<Inspection['features']>): number {
  let boldest = 0;
  for (let i = 1; i < features.normalised.length; i++) {
    if (Math.abs(features.normalised[i]) > Math.abs(features.normalised[boldest])) boldest = i;
  }
  return boldest;
}

/** A feature's raw value, with as many digits as it needs and its unit. */
export function featureValue(features: NonNullable<Inspection['features']>, index: number): string {
  const value = features.values[index];
  const decimals = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 2 : 3;
  const unit = features.units[index];
  return unit ? withUnit(value, decimals, unit) : fixed(value, decimals);
}

/** The first estimator in use that is a network of its own under every site. */
function channelReader(estimators: readonly EstimatorView[]): EstimatorView | undefined {
  return estimators.find(({ reads }) => reads === 'channels');
}

/** The estimators that have a fix and how far it is off: first the one whose network is shown, as the stage before says. */
function errorsOf(
  { fixes, network }: Inspection,
  estimators: readonly EstimatorView[],
): { readonly title: string; readonly error: number }[] {
  const isShown = ({ id }: EstimatorView): boolean => id === network?.estimator;
  return [...estimators.filter(isShown), ...estimators.filter((one) => !isShown(one))].flatMap(({ id, title }) => {
    const fix = fixes[id];
    return fix ? [{ title, error: fix.error }] : [];
  });
}

/**
 * The words of a stage.
 *
 * @param stage which one
 * @param inspection what all stages produced for one user
 * @param estimators estimators in use
 * @param siteName of the site whose link is shown; empty where there is but one
 */
export function describeStage(
  stage: StageId,
  inspection: Inspection,
  estimators: readonly EstimatorView[],
  siteName = '',
): StageText {
  const title = STAGE_TITLES[stage];
  const { csi, measurement, features, network } = inspection;
  const { paths, snrDb } = shownLink(inspection);
  switch (stage) {
    case 'paths': {
      const line = pathLine(inspection);
      const first = paths.count > 0 ? `The strongest takes ${delay(paths.delays[0])}` : 'None was found';
      return {
        title,
        fact: String(paths.count),
        line,
        lesson: `The signal reaches the site along ${paths.count} rays: ${line}. ${first}, and every detour adds delay and loss.`,
      };
    }
    case 'csi':
      return {
        title,
        fact: `${csi.antennas} × ${csi.tones}`,
        line: `antennas × tones, ${fixed(snrDb, 1)}\u00a0dB SNR${siteName && ` at ${siteName}`}`,
        lesson: `All rays add up at each antenna and tone; where they meet out of step, the channel fades. The site hears it through noise, here at ${fixed(snrDb, 1)}\u00a0dB, on tones ${frequency(csi.toneSpacing)} apart.`,
      };
    case 'measurement':
      return measurement
        ? {
            title,
            fact: siteName || (measurement.sourceCount === 1 ? '1 source' : `${measurement.sourceCount} sources`),
            line: `TOA ${delay(measurement.delay.measured)} · AOA ${degrees(measurement.azimuth.measured)}, ${degrees(measurement.elevation.measured)}`,
            lesson: `MUSIC finds where the strongest ray comes from, and the delay profile says when. Here it is off by ${degrees(Math.abs(angleDifference(measurement.azimuth.measured, measurement.azimuth.truth)), 2)} in azimuth and ${delay(Math.abs(measurement.delay.measured - measurement.delay.truth), 2)} in time.`,
          }
        : absent(title, inspection, 'A measurement needs at least one ray that reaches the site.');
    case 'features': {
      if (!features) {
        if (!measurement) return absent(title, inspection, 'Features are made from a measurement.');
        const reader = channelReader(estimators);
        if (!reader) return absent(title, inspection, 'No estimator in use reads features.');
        return {
          title,
          fact: reader.title,
          line: reader.fed,
          lesson: `${reader.title} reads the channel of every site by itself. ${reader.fed}`,
        };
      }
      const boldest = boldestFeature(features);
      return {
        title,
        fact: `${features.height} × ${features.width}`,
        line: `${features.names[boldest]} = ${featureValue(features, boldest)}`,
        lesson: `Five measured values become ${features.names.length} features, each compared with what training saw. The furthest from its mean here is ${features.names[boldest]}, by ${fixed(features.normalised[boldest], 1)} standard deviations.`,
      };
    }
    case 'network': {
      if (!network) {
        if (!measurement) return absent(title, inspection, 'There is nothing to feed a network.');
        const reader = channelReader(estimators);
        if (!reader) return absent(title, inspection, 'No network is in use.');
        const line = 'runs once for every site that hears the user';
        return { title, fact: reader.title, line, lesson: `${reader.title} ${line}. ${reader.summary}` };
      }
      const name = estimators.find(({ id }) => id === network.estimator)?.title ?? network.estimator;
      return {
        title,
        fact: name,
        line: `output ${Array.from(network.output, (value) => fixed(value, 2)).join(', ')}, normalised`,
        lesson: `${name} passes the feature image through ${network.activations.length} layers, each looking for wider patterns. The last gives three numbers, which are scaled to metres.`,
      };
    }
    case 'estimate': {
      const errors = errorsOf(inspection, estimators);
      const [first] = errors;
      const [winner] = errors.toSorted((a, b) => a.error - b.error);
      return first
        ? {
            title,
            fact: metres(first.error),
            line: `${errors.map((one) => `${one.title} ${metres(one.error)}`).join(', ')} from truth`,
            lesson: `Every estimator says where it believes the user to be, and the lab knows the truth. ${winner.title} comes closest here, ${metres(winner.error)} away.`,
          }
        : absent(title, inspection, 'No estimator has a fix for this user.');
    }
    default:
      return stage satisfies never;
  }
}

function absent(title: string, inspection: Inspection, lesson: string): StageText {
  const { reason } = shownLink(inspection);
  return { title, fact: NONE, line: reason || lesson, lesson: `${lesson} ${reason}`.trim() };
}
