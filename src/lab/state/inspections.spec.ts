import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine, Inspection, LocateRequest } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { createFixTable } from './fix-table.ts';
import { createInspections, type Inspections } from './inspections.ts';
import { createLabStore, type LabStore } from './store.ts';
import { DRAG_MEASURE } from './timings.ts';

/** Two users at x = 0 and x = 10, and a rack between 5 and 7 that nobody can stand in. */
let store: LabStore;
let inspections: Inspections;
let asked: LocateRequest[];
/** Answers that wait for the test. */
let gates: (() => void)[];
/** Where the engine has each user. */
let places: Map<number, readonly [number, number, number]>;

const answer = async (request: LocateRequest): Promise<Inspection> => {
  asked.push(request);
  await new Promise<void>((resolve) => gates.push(resolve));
  const position = request.position ?? places.get(request.user) ?? [0, 0, 1];
  if (position[0] >= 5 && position[0] <= 7) throw new LabError('too-close', 'In a rack.', '');
  places.set(request.user, position);
  return { user: request.user, position, fixes: {}, refusals: {} } as unknown as Inspection;
};
const moves = (): unknown[] => asked.flatMap(({ user, position }) => (position ? [[user, position[0]]] : []));

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
  places = new Map();
  store = createLabStore();
  const truth = Float64Array.from([0, 0, 1, 10, 0, 1]);
  store.setState({ truth, fixes: createFixTable(2, []), selectedUser: 0 });
  inspections = createInspections({ locate: answer, inspect: answer } as unknown as Engine, store);
});

describe('createInspections', () => {
  it('takes a user back to where it last could stand, without a banner', async () => {
    inspections.move(0, [4, 0, 1], 0, false);
    await answerAll();
    inspections.move(0, [6, 0, 1], 0, false);
    expect(x(0)).toBe(6);
    await answerAll();
    expect(x(0)).toBe(4);
    expect(store.getState().located?.position[0]).toBe(4);
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
    expect(moves()).toEqual([
      [0, 4],
      [0, 5],
    ]);
  });

  it('loses no moved user when another is looked at meanwhile', async () => {
    inspections.move(0, [1, 0, 1], 0, false);
    inspections.move(0, [2, 0, 1], 0, false);
    store.setState({ selectedUser: 1 });
    inspections.look();
    await answerAll();
    expect(moves()).toEqual([
      [0, 1],
      [0, 2],
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

  it('asks for the pictures of a moving user now and then, and once more when it rests', async () => {
    vi.useFakeTimers();
    try {
      const soon = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
      for (let step = 1; step <= 50; step++) {
        inspections.move(0, [step / 20, 0, 1], 0, false);
        do {
          gates.shift()?.();
          await soon();
        } while (gates.length > 0);
        await vi.advanceTimersByTimeAsync(20);
      }
      expect(moves()).toHaveLength(50);
      const looks = (): number => asked.length - moves().length;
      await vi.advanceTimersByTimeAsync(1000);
      gates.shift()?.();
      await soon();
      expect(store.getState().inspection?.position[0]).toBe(2.5);
      expect(looks()).toBeGreaterThanOrEqual(2);
      expect(looks()).toBeLessThanOrEqual(3);
      const atRest = looks();
      await vi.advanceTimersByTimeAsync(1000);
      expect(looks()).toBe(atRest);
    } finally {
      vi.useRealTimers();
    }
  });

  it('leaves the crowd alone while the selected user moves', async () => {
    const crowd = (): number => store.getState().crowdVersion;
    const before = crowd();
    inspections.move(0, [1, 0, 1], 0, false);
    await answerAll();
    expect(crowd()).toBe(before);
    inspections.move(1, [11, 0, 1], 0, false);
    await answerAll();
    expect(crowd()).toBeGreaterThan(before);
  });

  it('says what else went wrong, and takes the user back', async () => {
    const failing = createInspections(
      { locate: () => Promise.reject(new LabError('device', 'Lost.', '')) } as unknown as Engine,
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

  it('leads others along in turn, each asked for where it is by then, and the selected one in between', async () => {
    inspections.lead(Int32Array.of(1), Float64Array.of(11, 0, 1));
    expect(x(1)).toBe(11);
    inspections.lead(Int32Array.of(1), Float64Array.of(12, 0, 1));
    inspections.move(0, [1, 0, 1], 0, false);
    await answerOne();
    inspections.lead(Int32Array.of(1), Float64Array.of(13, 0, 1));
    inspections.move(0, [2, 0, 1], 0, false);
    await answerAll();
    expect(moves()).toEqual([
      [1, 11],
      [0, 1],
      [1, 13],
      [0, 2],
    ]);
    expect([...store.getState().fixes.places.subarray(3, 6)]).toEqual([13, 0, 1]);
    expect(store.getState().located?.position[0]).toBe(2);
  });

  it('says nothing where somebody is led past a rack, and finds it behind', async () => {
    const rack = Float64Array.of(6, 0, 1);
    inspections.lead(Int32Array.of(1), rack);
    await answerAll();
    expect(x(1)).toBe(6);
    inspections.lead(Int32Array.of(1), Float64Array.of(9, 0, 1));
    await answerAll();
    expect(places.get(1)?.[0]).toBe(9);
    expect(store.getState().notices).toEqual([]);
  });
});
