import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine, InspectRequest, Inspection } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { createInspections, type Inspections } from './inspections.ts';
import { createLabStore, type LabStore } from './store.ts';
import { DRAG_MEASURE } from './timings.ts';

/** Two users at x = 0 and x = 10, and a rack between 5 and 7 that nobody can stand in. */
let store: LabStore;
let inspections: Inspections;
let asked: InspectRequest[];
/** Answers that wait for the test. */
let gates: (() => void)[];

const inspect: Engine['inspect'] = async (request) => {
  asked.push(request);
  await new Promise<void>((resolve) => gates.push(resolve));
  const position = request.position ?? [0, 0, 1];
  if (position[0] >= 5 && position[0] <= 7) throw new LabError('too-close', 'In a rack.', '');
  return { user: request.user, position, fixes: {} } as unknown as Inspection;
};

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const answerOne = async (): Promise<void> => {
  gates.shift()?.();
  await settle();
};
const answerAll = async (): Promise<void> => {
  while (gates.length > 0) await answerOne();
};
const x = (user: number): number => store.getState().truth[3 * user];

beforeEach(() => {
  asked = [];
  gates = [];
  store = createLabStore();
  store.setState({ truth: Float64Array.from([0, 0, 1, 10, 0, 1]), selectedUser: 0 });
  inspections = createInspections({ inspect } as Engine, store);
});

describe('createInspections', () => {
  it('takes a user back to where it last could stand, without a banner', async () => {
    inspections.move(0, [4, 0, 1], 0, false);
    await answerAll();
    inspections.move(0, [6, 0, 1], 0, false);
    expect(x(0)).toBe(6);
    await answerAll();
    expect(x(0)).toBe(4);
    expect(store.getState().inspection?.position[0]).toBe(4);
    expect(store.getState().notices).toEqual([]);
  });

  it('follows a pointer that has left the rack again', async () => {
    inspections.move(0, [6, 0, 1], 0, false);
    inspections.move(0, [8, 0, 1], 0, false);
    await answerOne();
    expect(x(0)).toBe(8);
    await answerAll();
    expect(x(0)).toBe(8);
  });

  it('stops at the rack while a key is held, whatever steps wait behind the refused one', async () => {
    inspections.move(0, [4, 0, 1], 0, true);
    await answerAll();
    for (let step = 1; step <= 4; step++) inspections.move(0, [x(0) + 1, 0, 1], 0, true);
    expect(x(0)).toBe(8);
    await answerAll();
    expect(x(0)).toBe(4);
    expect(asked.map((request) => request.position?.[0])).toEqual([4, 5, undefined]);
  });

  it('loses no moved user when another is looked at meanwhile', async () => {
    inspections.move(0, [1, 0, 1], 0, false);
    inspections.move(0, [2, 0, 1], 0, false);
    store.setState({ selectedUser: 1 });
    inspections.look();
    await answerAll();
    expect(asked.map(({ user, position }) => [user, position?.[0]])).toEqual([
      [0, 1],
      [0, 2],
      [1, undefined],
    ]);
    expect(store.getState().inspection?.user).toBe(1);
  });

  it('keeps the newest place when a run asks for the selected user meanwhile', async () => {
    inspections.move(0, [1, 0, 1], 0, false);
    inspections.move(0, [6, 0, 1], 0, false);
    inspections.look();
    await answerAll();
    expect(x(0)).toBe(1);
  });

  it('says what else went wrong, and takes the user back', async () => {
    const failing = createInspections(
      { inspect: () => Promise.reject(new LabError('device', 'Lost.', '')) } as unknown as Engine,
      store,
    );
    failing.move(0, [3, 0, 1], 0, false);
    await settle();
    expect(x(0)).toBe(0);
    expect(store.getState().notices.map((notice) => notice.message)).toEqual(['Lost.']);
  });

  it('reckons the time of a fix from when the pointer asked for it', async () => {
    const measure = vi.spyOn(performance, 'measure');
    const since = performance.now() - 25;
    inspections.move(0, [3, 0, 1], since, false);
    await answerAll();
    expect(measure).toHaveBeenCalledWith(DRAG_MEASURE, expect.objectContaining({ start: since }));
    measure.mockRestore();
  });
});
