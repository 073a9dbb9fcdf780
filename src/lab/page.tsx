/** Puts the page into the document. */
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import type { Lab } from './state/lab.ts';

/** Draws the page of a lab into an element, for good. */
export function renderPage(root: HTMLElement, lab: Lab): void {
  createRoot(root).render(<App lab={lab} />);
}
