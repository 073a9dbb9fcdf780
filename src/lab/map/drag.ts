/**
 * Hovering, selecting and dragging what stands on the map with a pointer. No React and no drawing: it listens on an
 * element, asks the handlers where things are at the moment of the event, and says what the pointer means.
 */
import type { Point } from './ray-plane.ts';

/**
 * What the pointer needs to know, and what it tells. `Target` is whatever names a thing on the map, such as a user or a
 * site. Coordinates are CSS pixels from the element's top left corner.
 */
export interface PointerHandlers<Target> {
  /** What is under the pointer, or null. */
  pick(x: number, y: number): Target | null;
  /** Where a thing is now. */
  positionOf(target: Target): Point;
  /** The point under the pointer on the plane along which a thing at `from` is moved, or null where that is not seen. */
  pointUnder(x: number, y: number, target: Target, from: Point): Point | null;
  /** The pointer is over something, or over nothing. */
  hover(target: Target | null): void;
  /** A thing was clicked, or a drag of it begins; false where it is not to be dragged by this press. */
  select(target: Target): boolean;
  /** A thing is wanted at a new place, since the event's `timeStamp` (milliseconds on the clock of `performance.now()`). */
  move(target: Target, position: Point, since: number): void;
  /** A press anywhere; true where it puts something new there and means nothing else. */
  place(x: number, y: number): boolean;
}

/** A pointer that has moved less than this is a click, CSS pixels. */
const CLICK_TOLERANCE = 4;

interface Grip<Target> {
  readonly pointer: number;
  readonly target: Target;
  readonly movable: boolean;
  readonly from: Point;
  readonly startX: number;
  readonly startY: number;
  /** From the pointer's point on the plane to the target, so that it does not jump on the first move. */
  readonly offset: Point;
  dragging: boolean;
  /** Where the pointer was heard of last. */
  x: number;
  y: number;
}

/**
 * Listens for pointers on an element.
 *
 * @param element where the map is drawn; its own children may listen too, they do not hear of a pointer that grips a target
 * @param initial what the pointer means
 * @returns `update` replaces the handlers, `destroy` stops listening
 */
export function createMapDrag<Target>(
  element: HTMLElement,
  initial: PointerHandlers<Target>,
): { update(handlers: PointerHandlers<Target>): void; destroy(): void } {
  let handlers = initial;
  let grip: Grip<Target> | null = null;

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
    if (handlers.place(x, y)) {
      swallow(event);
      return;
    }
    const target = handlers.pick(x, y);
    if (target === null) return;
    swallow(event);
    element.dataset.pointer = 'true';
    element.focus({ preventScroll: true });
    const from = handlers.positionOf(target);
    const under = handlers.pointUnder(x, y, target, from);
    grip = {
      pointer: event.pointerId,
      target,
      movable: handlers.select(target),
      from,
      startX: x,
      startY: y,
      offset: under ? [from[0] - under[0], from[1] - under[1], from[2] - under[2]] : [0, 0, 0],
      dragging: false,
      x,
      y,
    };
    element.setPointerCapture?.(event.pointerId);
  };

  const move = (event: PointerEvent): void => {
    const [x, y] = local(event);
    if (!grip) {
      if (event.buttons === 0) handlers.hover(handlers.pick(x, y));
      return;
    }
    if (event.pointerId !== grip.pointer) return;
    swallow(event);
    // The same place comes twice: as the pointer reports it, and again before the next frame.
    if (!grip.movable || (x === grip.x && y === grip.y)) return;
    grip.x = x;
    grip.y = y;
    if (!grip.dragging && Math.hypot(x - grip.startX, y - grip.startY) < CLICK_TOLERANCE) return;
    if (!grip.dragging) handlers.hover(null);
    grip.dragging = true;
    const { target, from, offset } = grip;
    const under = handlers.pointUnder(x, y, target, from);
    if (!under) return;
    const to: Point = [under[0] + offset[0], under[1] + offset[1], under[2] + offset[2]];
    handlers.move(target, to, event.timeStamp);
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
    handlers.move(grip.target, grip.from, event.timeStamp);
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
