import { describe, expect, it } from 'vitest';
import { createScatteringLobe } from '../../propagation/scattering.ts';
import { SCATTERING, scatteringKind, tracingCost } from './tracing-choices.ts';

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
      { ...plain, maximumReflections: 4, scattering: SCATTERING.directive.options },
      20_000,
      5,
    );
    expect(warning).toContain('4 reflections, scattering among');
    expect(warning).toContain('5 sites');
  });
});
