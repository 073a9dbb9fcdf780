/**
 * How long tests wait for something, milliseconds: tens of times what it takes on two idle cores. Who waits so long has found a
 * fault, or sits at a machine that others need more.
 */
export const PATIENCE = 300_000;
