/** A hall with three small sites: a twin that is prepared in a moment, for tests of the refinement. */
import { RADIO_3_5GHZ } from '../../../channel/radio.ts';
import { meanChannelPower } from '../../../channel/sounding.ts';
import { synthesizeChannel } from '../../../channel/synthesize.ts';
import { taperedTaps } from '../../../features/taps/tapered-taps.ts';
import { createRandom } from '../../../numerics/random.ts';
import { prepareScene } from '../../../propagation/prepared-scene.ts';
import { prepareSite } from '../../../propagation/trace.ts';
import { traceUser } from '../../../propagation/trace-user.ts';
import { buildScene } from '../../../scene/registry.ts';
import type { Scene, Vector3 } from '../../../scene/scene.ts';
import type { Site } from '../../../scene/sites.ts';
import type { Reception, Twin } from '../twin.ts';

/** The twin. */
export function hallTwin(): Twin {
  return hallTwinOf(buildScene('s3'));
}

/** The twin of a hall whose walls may stand elsewhere. */
export function hallTwinOf(scene: Scene): Twin {
  const [site] = scene.sites;
  const place = (name: string, position: Vector3, azimuth: number): Site => ({
    ...site,
    name,
    position,
    orientation: { azimuth, elevation: -0.2 },
    panel: { rows: 4, columns: 4, spacing: 0.5, pattern: 'iso' },
  });
  const sites = [
    place('west', [2, 14, 3], 0.2),
    place('south', [31, 1.5, 2.6], 1.5),
    place('east', [55, 30, 3.2], -2.8),
  ];
  const prepared = prepareScene(scene);
  const links = sites.map((each) =>
    prepareSite(prepared, each, { frequency: RADIO_3_5GHZ.carrierFrequency, maximumReflections: 1 }),
  );
  return {
    sites,
    radio: RADIO_3_5GHZ,
    trace(point) {
      const { enclosedBy, tables } = traceUser(links, point);
      return enclosedBy === null ? tables : null;
    },
  };
}

/** What the sites receive of a user at an SNR. */
export function receive({ sites, radio, trace }: Twin, point: Vector3, snrDb: number, seed: number): Reception[] {
  return (trace(point) ?? []).map((paths, site) => {
    const estimate = synthesizeChannel(paths, sites[site], radio);
    const noisePower = meanChannelPower(estimate) / 10 ** (snrDb / 10);
    const noise = new Float32Array(estimate.length);
    createRandom(seed, site).fillNormal(noise, Math.sqrt(noisePower / 2));
    noise.forEach((value, i) => (estimate[i] += value));
    return { site, estimate, taps: taperedTaps(estimate, sites[site].panel), noisePower };
  });
}
