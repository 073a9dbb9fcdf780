// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createUserDrag, type PointerHandlers } from './drag.ts';
import type { Point } from './ray-plane.ts';

/** One user that stands at (10, 10); one pixel is a metre; the picture looks straight down. */
let element: HTMLElement;
let child: HTMLElement;
let log: string[];
/** When each move was asked for, and when each event was made. */
let asked: number[];
let made: number[];
let heardByChild: string[];
let position: Point;
let drag: ReturnType<typeof createUserDrag>;

const handlers: PointerHandlers = {
  pickUser: (x, y) => (Math.hypot(x - position[0], y - position[1]) < 8 ? 0 : null),
  positionOf: () => position,
  pointAtHeight: (x, y, height) => [x, y, height],
  hover: (user) => log.push(`hover ${user}`),
  select: (user) => log.push(`select ${user}`),
  move: (_user, to, since) => {
    position = to;
    asked.push(since);
    log.push(`move ${to.join(' ')}`);
  },
};

function point(type: string, x: number, y: number, buttons = 0): void {
  const event = new MouseEvent(type, { clientX: x, clientY: y, button: 0, buttons, bubbles: true, cancelable: true });
  Object.defineProperty(event, 'pointerId', { value: 1 });
  made.push(event.timeStamp);
  child.dispatchEvent(event);
}

beforeEach(() => {
  element = document.createElement('div');
  child = document.createElement('canvas');
  element.append(child);
  document.body.append(element);
  log = [];
  asked = [];
  made = [];
  heardByChild = [];
  for (const type of ['pointerdown', 'pointermove', 'pointerup']) {
    child.addEventListener(type, () => heardByChild.push(type));
  }
  position = [10, 10, 1.5];
  drag = createUserDrag(element, handlers);
});

afterEach(() => {
  drag.destroy();
  element.remove();
});

describe('createUserDrag', () => {
  it('selects on a click and does not move', () => {
    point('pointerdown', 12, 10, 1);
    point('pointermove', 13, 10, 1);
    point('pointerup', 13, 10);
    expect(log).toEqual(['select 0']);
  });

  it('drags on the plane of the user without a jump, unheard by the camera below', () => {
    point('pointerdown', 12, 10, 1);
    point('pointermove', 22, 15, 1);
    point('pointerup', 22, 15);
    expect(log).toEqual(['select 0', 'hover null', 'move 20 15 1.5']);
    expect(heardByChild).toEqual([]);
  });

  it('says when the pointer asked for a move', () => {
    point('pointerdown', 12, 10, 1);
    point('pointermove', 22, 15, 1);
    point('pointermove', 23, 15, 1);
    expect(asked).toEqual(made.slice(1));
    expect(asked[0]).toBeGreaterThan(0);
  });

  it('leaves an empty place to the camera', () => {
    point('pointerdown', 80, 80, 1);
    point('pointermove', 90, 80, 1);
    point('pointerup', 90, 80);
    expect(log).toEqual([]);
    expect(heardByChild).toEqual(['pointerdown', 'pointermove', 'pointerup']);
  });

  it('hovers while no button is held', () => {
    point('pointermove', 11, 11);
    point('pointermove', 60, 60);
    expect(log).toEqual(['hover 0', 'hover null']);
  });

  it('takes a drag back on Escape', () => {
    point('pointerdown', 10, 10, 1);
    point('pointermove', 30, 10, 1);
    child.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    point('pointermove', 40, 10, 1);
    expect(log).toEqual(['select 0', 'hover null', 'move 30 10 1.5', 'move 10 10 1.5']);
  });

  it('hears nothing once destroyed, and asks the newest handlers before', () => {
    drag.update({ ...handlers, pickUser: () => null });
    point('pointerdown', 10, 10, 1);
    expect(log).toEqual([]);
    drag.update(handlers);
    drag.destroy();
    point('pointerdown', 10, 10, 1);
    expect(log).toEqual([]);
  });
});
