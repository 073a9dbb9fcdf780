/** DiffLoc-UNet's way through what the sites say of one user: two hundred steps along their summed scores. */
import { beginWalk } from '../diffusion/cloud-walk.ts';
import { priorShare } from '../diffusion/sample.ts';
import type { Way } from '../diffusion/voices.ts';
import { DEFAULT_RUN } from './posterior.ts';

/** See the file's head. */
export const followScores: Way = (voices, frame) => ({
  walk: (request) => beginWalk(voices, frame, DEFAULT_RUN.steps, request),
  async pull(positions, sigma, sites, prior) {
    const { centre, scale } = frame;
    const x = Float64Array.from(positions, (value, i) => (value - centre[i % 2]) / scale);
    const level = sigma / scale;
    const speaking = sites.flatMap((site) => voices[site] ?? []);
    // Each score holds the prior's; all but one of them are taken out again.
    const back = prior && speaking.length > 0 ? (speaking.length - 1) * priorShare(level) : 0;
    const pulled = Float32Array.from(x, (value) => scale * back * value);
    for (const denoise of speaking) {
      const clean = await denoise(x, level);
      for (let i = 0; i < x.length; i++) pulled[i] += scale * (clean[i] - x[i]);
    }
    return pulled;
  },
});
