import { describe, expect, it } from 'vitest';
import { MOST_REFLECTIONS } from '../../engine/frontend.ts';
import { createScatteringLobe } from '../../propagation/scattering.ts';
import { mostReflections, SCATTERING, scatteringKind, tracedKinds, tracingCost } from './tracing-choices.ts';

const plain = { maximumReflections: 2, maximumTransmissions: 0, diffraction: 'edge', scattering: null } as const;

describe('tracing choices', () => {
  it.each(['off', 'lambertian', 'directive'] as const)('knows %s again, and the tracer takes it', (kind) => {
    const { options } = SCATTERING[kind];
    expect(scatteringKind(options)).toBe(kind);
    if (options) expect(createScatteringLobe(options)(0.5)).toBeGreaterThan(0);
  });

  it('warns of what is slow in a town, and of nothing in a hall', () => {
    expect(tracingCost(plain, 20_000, 5)).toBe('');
    expect(tracingCost({ ...plain, maximumReflections: 5 }, 60, 1)).toBe('');
    const warning = tracingCost(
      { ...plain, maximumReflections: 3, scattering: SCATTERING.directive.options },
      20_000,
      5,
    );
    expect(warning).toContain('3 reflections, scattering among');
    expect(warning).toContain('5 sites');
  });

  it('offers no more reflections in a town than can be waited for', () => {
    expect(mostReflections(132)).toBe(MOST_REFLECTIONS);
    expect(mostReflections(6512)).toBeLessThan(MOST_REFLECTIONS);
    // Every one that is offered there beyond the usual two is warned of.
    const most = mostReflections(6512);
    expect(tracingCost({ ...plain, maximumReflections: most }, 6512, 1)).toContain(`${most} reflections among`);
  });

  it('names what paths can do', () => {
    expect(tracedKinds(plain)).toEqual(['line of sight', 'reflection', 'diffraction']);
    expect(tracedKinds({ ...plain, maximumReflections: 0, diffraction: 'none' })).toEqual(['line of sight']);
    expect(tracedKinds({ ...plain, diffraction: 'edge-and-reflection' })).toContain('diffraction');
    const through = { ...plain, maximumReflections: 0, diffraction: 'none', maximumTransmissions: 2 } as const;
    expect(tracedKinds(through)).toEqual(['line of sight', 'transmission']);
    expect(tracedKinds({ ...through, maximumReflections: 1, scattering: SCATTERING.lambertian.options })).toEqual([
      'line of sight',
      'reflection',
      'transmission',
      'scattering',
    ]);
  });
});
