/** When the space bar means to play: not where it has a meaning of its own. */

/** What the space bar writes into, presses, opens or moves. */
const OWN_MEANING =
  'input, textarea, select, button, a[href], summary, [contenteditable], [role="button"], [role="slider"], [role="option"], [role="menuitem"], [role="dialog"]';

/** The part of a keyboard event that matters. */
export interface PlayStroke {
  readonly key: string;
  readonly repeat: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly defaultPrevented: boolean;
}

/**
 * Whether a key asks to play or to pause.
 *
 * @param stroke the event
 * @param focused the element that it was pressed in, or null outside all
 */
export function isPlayKey(stroke: PlayStroke, focused: Pick<Element, 'closest'> | null): boolean {
  if (stroke.key !== ' ' || stroke.repeat || stroke.defaultPrevented) return false;
  if (stroke.shiftKey || stroke.altKey || stroke.ctrlKey || stroke.metaKey) return false;
  return !focused?.closest(OWN_MEANING);
}
