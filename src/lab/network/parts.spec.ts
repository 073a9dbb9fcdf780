import { describe, expect, it } from 'vitest';
import type { EstimatorView } from '../../engine/frontend.ts';
import { partSwitches, swapEstimator } from './parts.ts';

const view = (id: string, unavailable = ''): EstimatorView => ({
  id: id as EstimatorView['id'],
  title: id,
  summary: '',
  fed: '',
  reads: 'reports',
  dimensions: 3,
  unavailable,
});
const estimators = [view('pe-msrn'), view('pe-msn', 'PE-MSN has no weights yet.'), view('pe-srn'), view('msrn')];

describe('switches of the parts of PE-MSRN', () => {
  it('lead to the ablation that was trained without a part, or say why there is none', () => {
    expect(partSwitches('pe-msrn', estimators)).toMatchObject([
      { id: 'residual', isOn: true, leadsTo: 'pe-msn', reason: 'PE-MSN has no weights yet.' },
      { id: 'multi-scale', isOn: true, leadsTo: 'pe-srn', reason: '' },
      { id: 'encoding', isOn: true, leadsTo: 'msrn', reason: '' },
    ]);
  });

  it('lead back from an ablation, and not on to a network that nobody trained', () => {
    const [residual, multiScale, encoding] = partSwitches('pe-srn', estimators);
    expect(multiScale).toMatchObject({ isOn: false, leadsTo: 'pe-msrn', reason: '' });
    for (const { isOn, reason } of [residual, encoding]) {
      expect(isOn).toBe(true);
      expect(reason).toContain('two of its parts');
    }
  });

  it('are there for networks of these parts alone', () => {
    expect(partSwitches('fcnet', estimators)).toEqual([]);
  });

  it('put one network in another’s place, and none there twice', () => {
    expect(swapEstimator(['pe-msrn', 'toa-aoa'], 'pe-msrn', 'msrn')).toEqual(['msrn', 'toa-aoa']);
    expect(swapEstimator(['pe-msrn', 'msrn'], 'pe-msrn', 'msrn')).toEqual(['msrn']);
  });
});
