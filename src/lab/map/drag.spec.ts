// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMapDrag, type PointerHandlers } from './drag.ts';
import type { Point } from './ray-plane.ts';

/** One target that stands at (10, 10); one pixel is a metre; the picture looks straight down. */
let element: HTMLElement;
let child: HTMLElement;
let log: string[];
/** When each move was asked for, and when each event was made. */
let asked: number[];
let made: number[];
let heardByChild: string[];
let position: Point;
let drag: ReturnType<typeof createMapDrag>;

const handlers: PointerHandlers<number> = {
  pick: (x, y) => (Math.hypot(x - position[0], y - position[1]) < 8 ? 0 : null),
  positionOf: () => position,
  pointUnder: (x, y, _target, [, , height]) => [x, y, height],
  hover: (user) => log.push(`hover ${user}`),
  select: (user) => {
    log.push(`select ${user}`);
    return true;
  },
  place: () => false,
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
  drag = createMapDrag(element, handlers);
});

afterEach(() => {
  drag.destroy();
  element.remove();
});

describe('createMapDrag', () => {
  it('selects on a click and does not move', () => {
    point('pointerdown', 12, 10, 1);
    point('pointermove', 13, 10, 1);
    point('pointerup', 13, 10);
    expect(log).toEqual(['select 0']);
  });

  it('drags on the plane of the target without a jump, unheard by the camera below', () => {
    point('pointerdown', 12, 10, 1);
    point('pointermove', 22, 15, 1);
    point('pointerup', 22, 15);
    expect(log).toEqual(['select 0', 'hover null', 'move 20 15 1.5']);
    expect(heardByChild).toEqual([]);
  });

  it('only selects what is not to be dragged by this press', () => {
    drag.update({ ...handlers, select: (user: number) => log.push(`select ${user}`) < 0 });
    point('pointerdown', 12, 10, 1);
    point('pointermove', 32, 10, 1);
    point('pointerup', 32, 10);
    expect(log).toEqual(['select 0']);
    expect(heardByChild).toEqual([]);
  });

  it('puts something new where it is asked to, whatever lies there', () => {
    drag.update({ ...handlers, place: (x, y) => log.push(`place ${x} ${y}`) > 0 });
    point('pointerdown', 12, 10, 1);
    point('pointerup', 12, 10);
    expect(log).toEqual(['place 12 10']);
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
    drag.update({ ...handlers, pick: () => null });
    point('pointerdown', 10, 10, 1);
    expect(log).toEqual([]);
    drag.update(handlers);
    drag.destroy();
    point('pointerdown', 10, 10, 1);
    expect(log).toEqual([]);
  });
});
