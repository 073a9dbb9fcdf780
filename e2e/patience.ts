/** How long end-to-end tests wait for something that the page is to show, milliseconds: many times what it takes on two idle cores. */
export const PATIENCE = 180_000;
