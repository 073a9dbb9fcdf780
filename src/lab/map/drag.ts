/**
 * Hovering, selecting and dragging users with a pointer. No React and no drawing: it listens on an element, asks the
 * handlers where things are at the moment of the event, and says what the pointer means.
 */
import type { Point } from './ray-plane.ts';

/** What the pointer needs to know, and what it tells. Coordinates are CSS pixels from the element's top left corner. */
export interface PointerHandlers {
  /** The user under the pointer, or null. */
  pickUser(x: number, y: number): number | null;
  /** Where a user is now. */
  positionOf(user: number): Point;
  /** The point under the pointer at a height, or null where the plane is not seen. */
  pointAtHeight(x: number, y: number, height: number): Point | null;
  /** The pointer is over a user, or over none. */
  hover(user: number | null): void;
  /** A user was clicked, or a drag of it begins. */
  select(user: number): void;
  /** A user is wanted at a new place, since the event's `timeStamp` (milliseconds on the clock of `performance.now()`). */
  move(user: number, position: Point, since: number): void;
}

/** A pointer that has moved less than this is a click, CSS pixels. */
const CLICK_TOLERANCE = 4;

interface Grip {
  readonly pointer: number;
  readonly user: number;
  readonly from: Point;
  readonly startX: number;
  readonly startY: number;
  /** From the pointer's point on the plane to the user, so that the user does not jump on the first move. */
  readonly offset: readonly [number, number];
  dragging: boolean;
  /** Where the pointer was heard of last. */
  x: number;
  y: number;
}

/**
 * Listens for pointers on an element.
 *
 * @param element where the map is drawn; its own children may listen too, they do not hear of a pointer that grips a user
 * @param initial what the pointer means
 * @returns `update` replaces the handlers, `destroy` stops listening
 */
export function createUserDrag(
  element: HTMLElement,
  initial: PointerHandlers,
): { update(handlers: PointerHandlers): void; destroy(): void } {
  let handlers = initial;
  let grip: Grip | null = null;

  const local = (event: PointerEvent): readonly [number, number] => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const swallow = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || grip) return;
    const [x, y] = local(event);
    const user = handlers.pickUser(x, y);
    if (user === null) return;
    swallow(event);
    element.dataset.pointer = 'true';
    element.focus({ preventScroll: true });
    const from = handlers.positionOf(user);
    const under = handlers.pointAtHeight(x, y, from[2]);
    grip = {
      pointer: event.pointerId,
      user,
      from,
      startX: x,
      startY: y,
      offset: under ? [from[0] - under[0], from[1] - under[1]] : [0, 0],
      dragging: false,
      x,
      y,
    };
    element.setPointerCapture?.(event.pointerId);
    handlers.select(user);
  };

  const move = (event: PointerEvent): void => {
    const [x, y] = local(event);
    if (!grip) {
      if (event.buttons === 0) handlers.hover(handlers.pickUser(x, y));
      return;
    }
    if (event.pointerId !== grip.pointer) return;
    swallow(event);
    // The same place comes twice: as the pointer reports it, and again before the next frame.
    if (x === grip.x && y === grip.y) return;
    grip.x = x;
    grip.y = y;
    if (!grip.dragging && Math.hypot(x - grip.startX, y - grip.startY) < CLICK_TOLERANCE) return;
    if (!grip.dragging) handlers.hover(null);
    grip.dragging = true;
    const under = handlers.pointAtHeight(x, y, grip.from[2]);
    if (!under) return;
    const to: Point = [under[0] + grip.offset[0], under[1] + grip.offset[1], grip.from[2]];
    handlers.move(grip.user, to, event.timeStamp);
  };

  /** Heard before the browser gathers moves for the next frame, where it has such an event; a grip need not wait. */
  const rawMove = (event: Event): void => {
    if (grip) move(event as PointerEvent);
  };

  const release = (event: PointerEvent): void => {
    if (!grip || event.pointerId !== grip.pointer) return;
    swallow(event);
    grip = null;
  };

  const leave = (): void => {
    if (!grip) handlers.hover(null);
  };

  const key = (event: KeyboardEvent): void => {
    delete element.dataset.pointer;
    if (event.key !== 'Escape' || !grip?.dragging) return;
    swallow(event);
    handlers.move(grip.user, grip.from, event.timeStamp);
    grip = null;
  };

  const capture = { capture: true };
  element.addEventListener('pointerdown', down, capture);
  element.addEventListener('pointermove', move, capture);
  element.addEventListener('pointerrawupdate', rawMove, capture);
  element.addEventListener('pointerup', release, capture);
  element.addEventListener('pointercancel', release, capture);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('keydown', key, capture);
  return {
    update(next) {
      handlers = next;
    },
    destroy() {
      element.removeEventListener('pointerdown', down, capture);
      element.removeEventListener('pointermove', move, capture);
      element.removeEventListener('pointerrawupdate', rawMove, capture);
      element.removeEventListener('pointerup', release, capture);
      element.removeEventListener('pointercancel', release, capture);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('keydown', key, capture);
    },
  };
}
