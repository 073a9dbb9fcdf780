/** How components reach the store and the actions. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { ReadableStore } from './state/calm-view.ts';
import type { Lab } from './state/lab.ts';
import type { LabState } from './state/store.ts';

/** What the page is drawn from. */
interface Page {
  readonly lab: Lab;
  /** The lab's store as panels read it. */
  readonly calm: ReadableStore;
}

/** Set once, around the whole page. */
export const LabContext = createContext<Page | null>(null);

function usePage(): Page {
  const page = useContext(LabContext);
  if (!page) throw new Error('this component lies outside the lab');
  return page;
}

/** The page's actions. */
export function useLab(): Lab {
  return usePage().lab;
}

/** A part of the page's state; the component is drawn anew when that part changes, at the pace of `createCalmView`. */
export function useLabState<T>(select: (state: LabState) => T): T {
  return useStore(usePage().calm, select);
}
