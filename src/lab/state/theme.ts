/** Light and dark: what the reader chose, else what the system says. */
import type { LabState, LabStore } from './store.ts';

const STORAGE_KEY = 'wavefix-theme';

/** What was chosen on an earlier visit. */
export function storedTheme(storage: Pick<Storage, 'getItem'>): LabState['themeChoice'] {
  const value = storage.getItem(STORAGE_KEY);
  return value === 'light' || value === 'dark' ? value : 'auto';
}

/** The theme that a choice means on this system. */
export function resolveTheme(choice: LabState['themeChoice'], systemIsLight: boolean): LabState['theme'] {
  return choice === 'auto' ? (systemIsLight ? 'light' : 'dark') : choice;
}

/**
 * Keeps document, storage and store of one mind about the theme.
 *
 * @param store is told the theme to show
 * @param root carries it as `data-theme`
 * @returns a function that ends it
 */
export function followTheme(store: LabStore, root: HTMLElement): () => void {
  const system = globalThis.matchMedia('(prefers-color-scheme: light)');
  const apply = (): void => {
    const { themeChoice, theme } = store.getState();
    const next = resolveTheme(themeChoice, system.matches);
    root.dataset.theme = next;
    if (next !== theme) store.setState({ theme: next });
  };
  apply();
  system.addEventListener('change', apply);
  const unsubscribe = store.subscribe((state, previous) => {
    if (state.themeChoice === previous.themeChoice) return;
    apply();
    try {
      if (state.themeChoice === 'auto') localStorage.removeItem(STORAGE_KEY);
      else localStorage.setItem(STORAGE_KEY, state.themeChoice);
    } catch {
      // A browser that stores nothing still shows the theme.
    }
  });
  return () => {
    unsubscribe();
    system.removeEventListener('change', apply);
  };
}
