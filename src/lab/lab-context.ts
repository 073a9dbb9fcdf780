/** How components reach the store and the actions. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Lab } from './state/lab.ts';
import type { LabState } from './state/store.ts';

/** Set once, around the whole page. */
export const LabContext = createContext<Lab | null>(null);

/** The page's actions. */
export function useLab(): Lab {
  const lab = useContext(LabContext);
  if (!lab) throw new Error('this component lies outside the lab');
  return lab;
}

/** A part of the page's state; the component is drawn anew when that part changes. */
export function useLabState<T>(select: (state: LabState) => T): T {
  return useStore(useLab().store, select);
}
