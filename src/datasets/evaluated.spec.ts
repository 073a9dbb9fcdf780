import { describe, expect, it } from 'vitest';
import { evaluatedAddress } from './evaluated-address.ts';
import { evaluatedSnr, evaluationOf, readAddress, writeAddress } from './evaluated.ts';
import { S2_3D } from './s2-3d.ts';
import { S3_2D } from './s3-2d.ts';
import { S3_3D } from './s3-3d.ts';

describe('what the page is asked to open', () => {
  it('is a scene, a dataset, or the users of an evaluation, and is written as it is read', () => {
    expect(readAddress('s3')).toEqual({ definition: S3_3D, protocol: null });
    expect(readAddress('s3-2d')).toEqual({ definition: S3_2D, protocol: null });
    expect(readAddress('s3-2d-grid')).toEqual({ definition: S3_2D, protocol: 'grid' });
    expect(readAddress(evaluatedAddress('s2-3d', 'held-out'))).toEqual({ definition: S2_3D, protocol: 'held-out' });
    for (const address of ['s3', 's3-2d', 's3-3d-grid', 's3-3d-test']) {
      expect(writeAddress(readAddress(address))).toBe(address);
    }
  });

  it('is nothing else: users who move have no grid, and no evaluation is made over again of them', () => {
    for (const address of ['s9', 's3-grid', 's3-3d-all', 'tokyo-streets-grid', 'tokyo-streets-test', '-grid', '']) {
      expect(() => readAddress(address), address).toThrow(expect.objectContaining({ code: 'unknown-id' }));
    }
  });
});

describe('an evaluation that is made over again', () => {
  it('has one SNR for the points of a grid, and moves the range that unseen positions draw theirs from', () => {
    expect(evaluatedSnr(S3_2D, 'grid', -4)).toEqual({ kind: 'imposed', rangeDb: [-4, -4] });
    const [minimum, maximum] = S3_2D.snrDb;
    expect(evaluatedSnr(S3_2D, 'held-out', 0)).toEqual({ kind: 'imposed', rangeDb: [minimum, maximum] });
    expect(evaluatedSnr(S3_2D, 'held-out', 3)).toEqual({ kind: 'imposed', rangeDb: [minimum + 3, maximum + 3] });
    expect(evaluationOf('grid').split).toBe('training');
    expect(evaluationOf('held-out').split).toBe('test');
  });
});
