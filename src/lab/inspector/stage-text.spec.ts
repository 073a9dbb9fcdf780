import { describe, expect, it } from 'vitest';
import type { EstimatorView, Inspection } from '../../engine/frontend.ts';
import { INTERACTION_CODE, PATH_END } from '../../engine/frontend.ts';
import { STAGES } from '../state/store.ts';
import { describeStage } from './stage-text.ts';

const estimators = [
  { id: 'pe-msrn', title: 'PE-MSRN' },
  { id: 'toa-aoa', title: 'TOA + AOA' },
] as unknown as EstimatorView[];

const inspection = {
  user: 3,
  position: [1, 2, 3],
  site: 0,
  links: [
    {
      snrDb: 6,
      reason: '',
      paths: {
        count: 2,
        delays: Float64Array.from([62.1e-9, 80e-9]),
        vertexOffsets: Uint32Array.from([0, 2, 5]),
        interactions: Uint8Array.from([PATH_END, PATH_END, PATH_END, INTERACTION_CODE.reflection, PATH_END]),
      },
    },
  ],
  csi: { antennas: 64, tones: 786, toneSpacing: 240e3 },
  measurement: {
    delay: { measured: 62.1e-9, truth: 62e-9 },
    azimuth: { measured: (-31.2 * Math.PI) / 180, truth: (-31 * Math.PI) / 180 },
    elevation: { measured: (-8.4 * Math.PI) / 180, truth: (-8 * Math.PI) / 180 },
    sourceCount: 1,
  },
  features: {
    names: ['azimuth', 'delay'],
    units: ['°', 'ns'],
    values: Float32Array.from([-31.2, 62.1]),
    normalised: Float32Array.from([0.5, -2]),
    height: 2,
    width: 2,
  },
  network: { estimator: 'pe-msrn', activations: [{}, {}], output: Float32Array.from([0.5, -0.25, 0.125]) },
  fixes: { 'pe-msrn': { position: [1, 2, 4], error: 1 }, 'toa-aoa': { position: [1, 2, 3.25], error: 0.25 } },
} as unknown as Inspection;

const plain = (text: string): string => text.replace(/\u00a0/g, ' ');
const lines = (of: Inspection): string[] => STAGES.map((stage) => plain(describeStage(stage, of, estimators).line));

describe('describeStage', () => {
  it('says one line of every stage, with units', () => {
    expect(lines(inspection)).toEqual([
      '1 in sight, 1 reflected',
      'antennas × tones, 6.0 dB SNR',
      'TOA 62.1 ns · AOA −31.2°, −8.4°',
      'delay = 62.10 ns',
      'output 0.50, −0.25, 0.13, normalised',
      'PE-MSRN 1.00 m, TOA + AOA 0.25 m from truth',
    ]);
  });

  it('counts every path once, the one that does several things apart', () => {
    const { reflection, diffraction } = INTERACTION_CODE;
    const paths = {
      count: 3,
      delays: Float64Array.from([62.1e-9, 80e-9, 90e-9]),
      vertexOffsets: Uint32Array.from([0, 4, 8, 11]),
      interactions: Uint8Array.from([
        ...[PATH_END, reflection, reflection, PATH_END],
        ...[PATH_END, diffraction, reflection, PATH_END],
        ...[PATH_END, diffraction, PATH_END],
      ]),
    };
    const bent = { ...inspection, links: [{ ...inspection.links[0], paths }] } as unknown as Inspection;
    expect(lines(bent)[0]).toBe('1 reflected, 1 diffracted, 1 combined');
  });

  it('teaches each stage in two sentences', () => {
    for (const stage of STAGES) {
      const { lesson } = describeStage(stage, inspection, estimators);
      expect(lesson.match(/[.!](\s|$)/g)).toHaveLength(2);
    }
  });

  it('reckons an azimuth error the short way round', () => {
    const measurement = { ...inspection.measurement, azimuth: { measured: 3.13, truth: -3.13 } };
    const { lesson } = describeStage('measurement', { ...inspection, measurement } as Inspection, estimators);
    expect(plain(lesson)).toContain('off by 1.33° in azimuth'); // 2π − 6.26 rad
  });

  it('gives the reason where a stage has nothing', () => {
    const blocked = {
      ...inspection,
      links: inspection.links.map((link) => ({
        ...link,
        reason: 'No path reaches the site.',
        paths: { ...link.paths, count: 0 },
      })),
      measurement: null,
      features: null,
      network: null,
      fixes: {},
      refusals: {},
    };
    expect(lines(blocked)).toEqual([
      'no path reaches the site',
      'antennas × tones, 6.0 dB SNR',
      ...Array<string>(4).fill('No path reaches the site.'),
    ]);
  });

  it('does not speak of a missing measurement where only the network is missing', () => {
    const classical = { ...inspection, features: null, network: null };
    expect(lines(classical).slice(3, 5)).toEqual(['No estimator in use reads features.', 'No network is in use.']);
  });

  it('says what a network reads that runs under every site, and that it does', () => {
    const unseen = { ...inspection, features: null, network: null };
    const reader = {
      id: 'site-product',
      title: 'Site Product',
      reads: 'channels',
      fed: 'Fed it.',
      summary: 'Works so.',
    };
    const own = [...estimators, reader] as unknown as EstimatorView[];
    const [features, network] = (['features', 'network'] as const).map((stage) => describeStage(stage, unseen, own));
    expect(features).toMatchObject({ fact: 'Site Product', line: 'Fed it.' });
    expect(network.lesson).toBe('Site Product runs once for every site that hears the user. Works so.');
  });
});
