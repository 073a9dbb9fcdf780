/** DiffLoc-CT's way through what the sites say of one user: two jumps to what they answer. */
import { createRandom } from '../../numerics/random.ts';
import type { Way } from '../diffusion/voices.ts';
import { beginJumps } from './jump-walk.ts';
import { answerAgain, answerFirst, type Consistency } from './two-steps.ts';

/** The samples by which sites are weighed where only the field is asked for. */
const LOOK = { samples: 64, seed: 1 } as const;

/** See the file's head. */
export const jumpToAnswers: Way = (voices, frame) => ({
  walk: (request) => beginJumps(voices, frame, request),
  async pull(positions, sigma, sites) {
    const { centre, scale } = frame;
    const maps: readonly Consistency[] = sites.flatMap((site) => voices[site] ?? []);
    const x = Float64Array.from(positions, (value, i) => (value - centre[i % 2]) / scale);
    if (maps.length === 0) return new Float32Array(x.length);
    const request = { users: 1, samples: LOOK.samples, hears: () => true };
    const random = createRandom(LOOK.seed);
    const noises = maps.map(() => {
      const noise = new Float64Array(2 * LOOK.samples);
      random.fillNormal(noise, 1);
      return noise;
    });
    const { weights } = await answerFirst(maps, request, noises);
    const asked = { ...request, samples: x.length / 2 };
    const answers = await answerAgain(maps, asked, weights, x, Float64Array.of(sigma / scale));
    return Float32Array.from(answers, (value, i) => scale * (value - x[i]));
  },
});
