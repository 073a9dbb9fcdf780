/** What the page is told when somebody looks into one fix: what every stage made of it. */
import type { Activation, FeatureTrace } from '../estimators/estimator.ts';
import type { EstimatorId } from '../estimators/registry.ts';
import type { LocatedUser } from './fix-view.ts';

/** Everything that every stage produced for one user, at the site `site`: what the rail and the inspector show. */
export interface Inspection extends LocatedUser {
  readonly csi: {
    readonly antennas: number;
    readonly tones: number;
    /** Tone spacing, hertz. */
    readonly toneSpacing: number;
    /** Noise-free channel frequency response [antennas, tones, 2]. */
    readonly channel: Float32Array;
    /** Least-squares estimate from the noisy sounding [antennas, tones, 2]. */
    readonly estimate: Float32Array;
  };
  /** Null where no path reaches the site: `reason` then says so. */
  readonly measurement: MeasurementView | null;
  /** Null without a measurement. */
  readonly features: FeatureTrace | null;
  /** Null without a measurement, or where no network is in use. */
  readonly network: NetworkView | null;
}

/** The measurement stage of one user at one site, each value beside its truth. */
export interface MeasurementView {
  /** Estimated and imposed SNR, linear. */
  readonly snr: { readonly measured: number; readonly truth: number };
  /** Received power per antenna and tone over transmit power, linear. */
  readonly power: { readonly measured: number; readonly truth: number };
  /** Time of arrival, seconds; the truth is the strongest path's delay. */
  readonly delay: { readonly measured: number; readonly truth: number };
  /** Azimuth of arrival, global frame, radians; the truth is the strongest path's. */
  readonly azimuth: { readonly measured: number; readonly truth: number };
  /** Elevation of arrival, global frame, radians; the truth is the strongest path's. */
  readonly elevation: { readonly measured: number; readonly truth: number };
  /** Power delay profile [bins], linear. */
  readonly powerDelayProfile: Float32Array;
  /** Width of one delay bin, seconds. */
  readonly binWidth: number;
  /** MUSIC pseudo-spectrum [elevations, azimuths], linear. */
  readonly spectrum: Float32Array;
  /** Axis of the spectrum, global azimuth, radians. */
  readonly spectrumAzimuths: Float32Array;
  /** Axis of the spectrum, global elevation, radians. */
  readonly spectrumElevations: Float32Array;
  /** Sources that the MDL criterion found. */
  readonly sourceCount: number;
}

/** What the network made of the features. */
export interface NetworkView {
  readonly estimator: EstimatorId;
  readonly activations: readonly Activation[];
  /** Network output, normalised coordinates. */
  readonly output: Float32Array;
  /** The truth in the same normalised coordinates. */
  readonly target: Float32Array;
}
