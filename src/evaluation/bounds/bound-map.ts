/** The limit at any place of a map, from traced paths alone: the SNR follows from the rule of the scene. */
import { antennaCount } from '../../channel/array.ts';
import { linkBudgetSnr } from '../../channel/link-budget.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import { pilotToneCount } from '../../channel/radio.ts';
import type { ChannelPaths } from '../../channel/synthesize.ts';
import type { SnrRule } from '../../datasets/definition.ts';
import { fromDecibels, toDecibels } from '../../numerics/decibels.ts';
import type { PathTable } from '../../propagation/path-table.ts';
import type { Site } from '../../scene/sites.ts';
import { createPathMoments, MOMENT_WEIGHTS } from './path-moments.ts';
import type { BoundSetup } from './position-error-bound.ts';
import { createPositionErrorBound } from './position-error-bound.ts';

/**
 * Mean |H|² per antenna and tone of a link, Σ_pq conj(a_p)·a_q·S_00(p, q)/MK: the same as of the synthesised channel, without
 * synthesising it.
 */
export function meanLinkPower(paths: ChannelPaths, site: Site, radio: RadioConfiguration): number {
  const { count, amplitudes } = paths;
  const momentsOf = createPathMoments(paths, site, radio);
  const moments = new Float64Array(2 * MOMENT_WEIGHTS ** 2);
  let power = 0;
  for (let p = 0; p < count; p++) {
    const pr = amplitudes[2 * p];
    const pi = amplitudes[2 * p + 1];
    for (let q = p; q < count; q++) {
      const qr = amplitudes[2 * q];
      const qi = amplitudes[2 * q + 1];
      momentsOf(p, q, moments);
      // The pair in the other order adds the conjugate.
      power += (q > p ? 2 : 1) * ((pr * qr + pi * qi) * moments[0] - (pr * qi - pi * qr) * moments[1]);
    }
  }
  return power / (antennaCount(site.panel) * pilotToneCount(radio));
}

/** SNR of a link under a rule, decibels; the middle of the range where it is imposed, −∞ without paths. */
function ruledSnrDb(rule: SnrRule, paths: ChannelPaths, site: Site, radio: RadioConfiguration): number {
  if (paths.count === 0) return -Infinity;
  switch (rule.kind) {
    case 'imposed':
      return rule.rangeDb[0] === rule.rangeDb[1] ? rule.rangeDb[0] : (rule.rangeDb[0] + rule.rangeDb[1]) / 2;
    case 'link-budget': {
      const power = meanLinkPower(paths, site, radio) * fromDecibels(rule.offsetDb);
      return toDecibels(linkBudgetSnr(power, rule.budget, radio));
    }
    default:
      return rule satisfies never;
  }
}

/**
 * Prepares the map overlay.
 *
 * @param setup with the rule that gives every link its SNR
 * @returns a function of the traced paths from one place to all sites: √tr(J⁻¹), metres; NaN where there is no bound
 */
export function createBoundMap(
  setup: BoundSetup & { readonly snr: SnrRule },
): (tables: readonly PathTable[]) => number {
  const { sites, radio, snr } = setup;
  const boundOf = createPositionErrorBound(setup);
  return (tables) => {
    const links = tables.map((paths, site) => ({ paths, snrDb: ruledSnrDb(snr, paths, sites[site], radio) }));
    const outcome = boundOf(links);
    return outcome.kind === 'bound' ? outcome.positionError : NaN;
  };
}
