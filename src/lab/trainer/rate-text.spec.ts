import { expect, it } from 'vitest';
import { rateText } from './rate-text.ts';

it('writes a learning rate out while that can be read', () => {
  expect([1, 0.03, 3e-3, 1e-3].map(rateText)).toEqual(['1.0', '0.030', '0.0030', '0.0010']);
  expect([8.8e-6, 9.96e-4, 1.2e-10].map(rateText)).toEqual(['8.8 · 10⁻⁶', '1.0 · 10⁻³', '1.2 · 10⁻¹⁰']);
  expect(rateText(NaN)).toBe('–');
});
