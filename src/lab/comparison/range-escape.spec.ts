import { describe, expect, it } from 'vitest';
import { createLabStore } from '../state/store.ts';
import { followRangeEscape } from './range-escape.ts';

const key = (name: string): Event => Object.assign(new Event('keydown', { cancelable: true }), { key: name });

describe('Escape', () => {
  it('shows all users again, unless somebody else took it', () => {
    const store = createLabStore();
    const target = new EventTarget();
    const end = followRangeEscape(store, target);
    const range = { low: 1, high: 2 };
    store.setState({ errorRange: range });
    target.dispatchEvent(key('Enter'));
    const taken = key('Escape');
    taken.preventDefault();
    target.dispatchEvent(taken);
    expect(store.getState().errorRange).toBe(range);
    target.dispatchEvent(key('Escape'));
    expect(store.getState().errorRange).toBeNull();
    end();
    store.setState({ errorRange: range });
    target.dispatchEvent(key('Escape'));
    expect(store.getState().errorRange).toBe(range);
  });
});
