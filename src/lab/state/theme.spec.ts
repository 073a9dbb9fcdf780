// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLabStore } from './store.ts';
import { followTheme, resolveTheme, storedTheme } from './theme.ts';

let systemChanged: () => void;
let system: {
  matches: boolean;
  addEventListener: (type: string, listener: () => void) => void;
  removeEventListener: () => void;
};

beforeEach(() => {
  localStorage.clear();
  system = {
    matches: false,
    addEventListener: (_type, listener) => {
      systemChanged = listener;
    },
    removeEventListener: () => undefined,
  };
  vi.stubGlobal('matchMedia', () => system);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('theme', () => {
  it('follows the system until the reader chooses, and remembers the choice', () => {
    const store = createLabStore();
    const end = followTheme(store, document.documentElement);
    expect(document.documentElement.dataset.theme).toBe('dark');
    system.matches = true;
    systemChanged();
    expect(store.getState().theme).toBe('light');
    store.setState({ themeChoice: 'dark' });
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(storedTheme(localStorage)).toBe('dark');
    store.setState({ themeChoice: 'auto' });
    expect(storedTheme(localStorage)).toBe('auto');
    end();
  });

  it('does not trust what it finds in storage', () => {
    localStorage.setItem('wavefix-theme', 'neon');
    expect(storedTheme(localStorage)).toBe('auto');
    expect(resolveTheme('auto', true)).toBe('light');
  });
});
