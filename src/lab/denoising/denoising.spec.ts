import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { otherSampler } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { openStage, STEPS, type ScriptedStage } from './testing/scripted-stage.ts';
import { cloudAt, errorAt, TOGETHER } from './trace.ts';

const ALL = [[0, 1, 2], [0], [1], [2]];

async function openSampled(...options: Parameters<typeof openStage>): Promise<ScriptedStage> {
  const opened = openStage(...options);
  await opened.asked[0].answer();
  return opened;
}

/** What the stage asked for since. */
const clouds = ({ asked }: ScriptedStage): unknown => asked.map(({ request }) => request.clouds);
const state = ({ stage }: ScriptedStage): ReturnType<ScriptedStage['stage']['store']['getState']> =>
  stage.store.getState();

describe('the stage', () => {
  it('samples all sites together and each alone, and plays that from its noise', async () => {
    const opened = openStage();
    expect(clouds(opened)).toEqual([ALL]);
    opened.asked[0].progress(5);
    expect(state(opened).status).toEqual({ kind: 'working', done: 5, total: STEPS['diffloc-unet'] });
    await opened.asked[0].answer();
    expect(state(opened).status.kind).toBe('ready');
    expect(opened.stage.player.store.getState()).toMatchObject({ steps: STEPS['diffloc-unet'], isPlaying: true });
    expect(opened.page.getState().denoising).toMatchObject({ step: 0 });
  });

  it('tells everything of a step at once', async () => {
    const opened = await openSampled();
    const shown: (number | undefined)[] = [];
    opened.stage.onPicture(() => shown.push(opened.page.getState().denoising?.step));
    opened.stage.player.seek(7);
    opened.stage.player.point(12);
    opened.stage.player.point(null);
    expect(shown).toEqual([7, 12, 7]);
  });

  it('leaves what was there where a sampling is stopped half way, and samples again', async () => {
    const opened = await openSampled();
    const { trace } = state(opened);
    opened.stage.reseed();
    opened.asked[1].progress(3);
    opened.stage.cancel();
    await opened.settle();
    expect(opened.asked[1].isGivenUp()).toBe(true);
    expect(state(opened).status.kind).toBe('stopped');
    expect(state(opened).trace).toBe(trace);
    opened.stage.again();
    await opened.asked[2].answer();
    expect(state(opened).status.kind).toBe('ready');
    expect(state(opened).trace?.seed).toBe(2);
  });

  it('says why where no site hears the user, and where a sampling fails', async () => {
    const opened = openStage();
    await opened.asked[0].answer('No path reaches it.');
    expect(state(opened)).toMatchObject({ status: { kind: 'unheard', reason: 'No path reaches it.' }, trace: null });
    expect(opened.page.getState().denoising).toBeNull();
    opened.stage.again();
    await opened.asked[1].fail(new LabError('device', 'The device is lost.', 'Reload.'));
    expect(state(opened).status).toEqual({ kind: 'failed', reason: 'The device is lost. Reload.' });
  });

  it('gives up whoever is not looked at any more, and forgets everything when it is left', async () => {
    const opened = openStage();
    opened.look(5);
    expect(opened.asked[0].isGivenUp()).toBe(true);
    opened.page.setState({ room: null });
    expect(state(opened)).toMatchObject({ status: { kind: 'waiting' }, trace: null });
    await opened.settle();
    expect(opened.page.getState().denoising).toBeNull();
  });
});

describe('sites that listen', () => {
  it('are switched in what they say together alone, and back without being asked again', async () => {
    const opened = await openSampled();
    opened.stage.setListening(1, false);
    expect(clouds(opened)).toEqual([ALL, [[0, 2]]]);
    await opened.asked[1].answer();
    expect(state(opened).trace?.clouds).toEqual([[0, 2], [0], [1], [2]]);
    opened.stage.setListening(1, true);
    await opened.asked[2].answer();
    opened.stage.setListening(1, false);
    await opened.settle();
    expect(opened.asked).toHaveLength(3);
    expect(state(opened).trace?.clouds[TOGETHER]).toEqual([0, 2]);
  });

  it('who are switched back before they were answered give up what was asked', async () => {
    const opened = await openSampled();
    opened.stage.setListening(0, false);
    await opened.asked[1].answer();
    opened.stage.setListening(0, true);
    await opened.asked[2].answer();
    opened.stage.setListening(1, false);
    opened.stage.setListening(1, true);
    expect(opened.asked[3].isGivenUp()).toBe(true);
    await opened.asked[3].answer();
    expect(state(opened)).toMatchObject({ status: { kind: 'ready' }, listening: [true, true, true] });
    expect(state(opened).trace?.clouds[TOGETHER]).toEqual([0, 1, 2]);
  });

  it('stay as they were chosen for the next user, and say so where none of them hears it', async () => {
    const opened = await openSampled([true, false, true]);
    opened.stage.setListening(0, false);
    await opened.asked[1].answer();
    opened.look(5);
    await expect.poll(() => opened.asked.length).toBe(3);
    expect(opened.asked[2].request).toMatchObject({ user: 5, clouds: [[1, 2], [0], [1], [2]] });
    await opened.asked[2].answer();
    expect(state(opened)).toMatchObject({ status: { kind: 'ready' }, listening: [false, true, true] });
    opened.stage.setListening(2, false);
    expect(state(opened).status.kind).toBe('silent');
    opened.look(6);
    await expect.poll(() => opened.asked.length).toBe(4);
    await opened.asked[3].answer();
    expect(state(opened)).toMatchObject({ status: { kind: 'silent' }, listening: [false, true, false] });
    opened.stage.listenToAll();
    await opened.asked[4].answer();
    expect(state(opened)).toMatchObject({ status: { kind: 'ready' }, listening: [true, true, true] });
  });

  it('who are all off, or hear nothing, leave the noise noise', async () => {
    const opened = await openSampled([true, false, true]);
    opened.stage.setListening(0, false);
    opened.stage.setListening(2, false);
    expect(opened.asked[1].isGivenUp()).toBe(true);
    expect(state(opened).status.kind).toBe('silent');
    opened.stage.setListening(2, true);
    expect(opened.asked[2].request.clouds).toEqual([[1, 2]]);
    await opened.asked[2].answer();
    expect(state(opened).status.kind).toBe('ready');
  });
});

describe('a change while everything is sampled anew', () => {
  it('samples everything of what is wanted now, and joins no clouds of different sizes', async () => {
    const opened = await openSampled();
    opened.stage.setSamples(256);
    opened.stage.setListening(0, false);
    expect(opened.asked[1].isGivenUp()).toBe(true);
    expect(opened.asked[2].request).toMatchObject({ clouds: [[1, 2], [0], [1], [2]], samples: 256 });
    await opened.asked[2].answer();
    const { trace, status } = state(opened);
    expect(status.kind).toBe('ready');
    expect(trace && cloudAt(trace, 20, TOGETHER)).toHaveLength(512);
    expect(opened.asked).toHaveLength(3);
  });

  it('does so after that was stopped, too', async () => {
    const opened = await openSampled();
    opened.stage.setPriorOut(true);
    opened.stage.cancel();
    opened.stage.setListening(0, false);
    expect(opened.asked[2].request).toMatchObject({ clouds: [[1, 2], [0], [1], [2]], prior: true });
  });
});

describe('all sites off', () => {
  it('stay off for other noise, and for a user that is moved', async () => {
    const opened = await openSampled();
    for (const site of [0, 1, 2]) opened.stage.setListening(site, false);
    opened.stage.reseed();
    await opened.asked.at(-1)?.answer();
    expect(state(opened).status.kind).toBe('silent');
    opened.look(4);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const moved = opened.asked.at(-1);
    expect(moved?.request).toMatchObject({ clouds: [[], [0], [1], [2]], from: null });
    await moved?.answer();
    expect(state(opened)).toMatchObject({ status: { kind: 'silent' }, listening: [false, false, false] });
    await opened.stage.refine();
    expect(state(opened).refined).toBeNull();
  });
});

describe('another noise', () => {
  it('begins with all clouds anew, or goes on from the step that is chosen', async () => {
    const opened = await openSampled();
    opened.stage.reseed();
    expect(opened.asked[1].request).toMatchObject({ clouds: ALL, seed: 2, from: null });
    await opened.asked[1].answer();
    opened.stage.setFromHere(true);
    opened.stage.player.seek(8);
    opened.stage.reseed();
    const { from, seed } = opened.asked[2].request;
    expect([from?.step, from?.isStirred, seed]).toEqual([8, true, 3]);
    const { trace } = state(opened);
    expect(from?.positions.subarray(0, 4)).toEqual(trace && cloudAt(trace, 8, TOGETHER).subarray(0, 4));
    await opened.asked[2].answer();
    expect(state(opened).trace).toMatchObject({ seed: 3, first: 0 });
    expect(opened.stage.player.store.getState()).toMatchObject({ step: 8, isPlaying: true });
  });

  it('leads other sites on from there without a stir', async () => {
    const opened = await openSampled();
    opened.stage.setFromHere(true);
    opened.stage.player.seek(8);
    opened.stage.setListening(2, false);
    expect(opened.asked[1].request).toMatchObject({ clouds: [[0, 1]], from: { step: 8, isStirred: false } });
  });
});

describe('the arrows', () => {
  it('are asked for at the step on the page, at its noise', async () => {
    const opened = await openSampled();
    opened.stage.player.seek(10);
    opened.stage.setShown({ showsField: true });
    await opened.settle();
    expect(state(opened).field?.step).toBe(10);
    opened.stage.player.point(15);
    opened.stage.player.point(16);
    await opened.settle();
    expect(state(opened).field?.step).toBe(16);
    expect(opened.pulls.at(-1)).toMatchObject({ user: 4, sites: [0, 1, 2], prior: false });
    expect(opened.pulls.at(-1)?.sigma).toBeCloseTo(1000 * 1e-5 ** (16 / STEPS['diffloc-unet']), 3);
  });

  it('are those of the sites that listen now, and of the prior as it counts now', async () => {
    const opened = await openSampled();
    opened.stage.setShown({ showsField: true });
    // The answer for all three sites is on its way.
    opened.stage.setListening(1, false);
    await opened.asked[1].answer();
    await opened.settle();
    expect(opened.pulls.at(-1)?.sites).toEqual([0, 2]);
    expect(state(opened).field).not.toBeNull();
    opened.stage.setPriorOut(true);
    await opened.asked[2].answer();
    await opened.settle();
    expect(opened.pulls.at(-1)?.prior).toBe(true);
  });
});

describe('the refinement', () => {
  it('says how far it is, and shows what it found', async () => {
    const opened = await openSampled();
    const refined = opened.stage.refine();
    expect(state(opened).refining).toBe(0);
    opened.refineTo(0.4);
    expect(state(opened).refining).toBe(0.4);
    opened.refineTo(1);
    await refined;
    expect(state(opened)).toMatchObject({ refining: null, refined: { x: 0.001 }, status: { kind: 'ready' } });
  });

  it('leaves the fix where it was when it is stopped, and where the samples it began from go', async () => {
    const opened = await openSampled();
    const stopped = opened.stage.refine();
    opened.stage.stopRefining();
    await stopped;
    expect(state(opened)).toMatchObject({ refining: null, refined: null, status: { kind: 'ready' } });
    const overtaken = opened.stage.refine();
    opened.stage.setListening(1, false);
    await overtaken;
    await opened.asked[1].answer();
    expect(state(opened)).toMatchObject({ refining: null, refined: null, status: { kind: 'ready' } });
  });
});

describe('two samplers', () => {
  it('are shown side by side for the same user, sites and seed', async () => {
    const opened = await openSampled();
    opened.stage.reseed();
    await opened.asked[1].answer();
    opened.stage.setListening(2, false);
    await opened.asked[2].answer();
    opened.stage.setSampler('diffloc-unet', true);
    expect(opened.asked[3].request).toMatchObject({
      ...{ user: 4, sampler: 'diffloc-ct', clouds: [[0, 1]], seed: 2, samples: 64, from: null },
    });
    expect(state(opened).companion).toEqual({ sampler: 'diffloc-ct', trace: null, reason: '' });
    await opened.asked[3].answer();
    const { companion } = state(opened);
    expect(companion?.trace && errorAt(companion.trace, 2, TOGETHER, [0, 0, 1.5])).toBe(1);
    opened.stage.setListening(2, true);
    await opened.asked[4].answer();
    expect(opened.asked[5].request).toMatchObject({ sampler: 'diffloc-ct', clouds: [[0, 1, 2]] });
    opened.stage.setSampler('diffloc-unet');
    expect(opened.asked[5].isGivenUp()).toBe(true);
    expect(state(opened).companion).toBeNull();
  });

  it('say why one of them cannot run, and the other runs on', async () => {
    const opened = await openSampled([true], { 'diffloc-ct': 'It has no weights yet.' });
    opened.stage.setSampler('diffloc-unet', true);
    expect(state(opened).companion).toEqual({ sampler: 'diffloc-ct', trace: null, reason: 'It has no weights yet.' });
    expect(opened.asked).toHaveLength(1);
    opened.stage.setSampler('diffloc-ct');
    expect(state(opened)).toMatchObject({ status: { kind: 'absent', reason: 'It has no weights yet.' }, trace: null });
    expect(opened.page.getState().denoising).toBeNull();
    opened.stage.setSampler('diffloc-unet');
    await opened.asked[1].answer();
    expect(state(opened)).toMatchObject({ status: { kind: 'ready' }, companion: null });
  });

  it('take the stage in turn, each with its own steps', async () => {
    const opened = await openSampled();
    opened.stage.setListening(0, false);
    await opened.asked[1].answer();
    opened.stage.setSampler('diffloc-ct');
    expect(opened.asked[2].request).toMatchObject({ sampler: 'diffloc-ct', clouds: [[1, 2], [0], [1], [2]], seed: 1 });
    await opened.asked[2].answer();
    expect(opened.stage.player.store.getState()).toMatchObject({ steps: 2, step: 0, isPlaying: true });
  });

  it('are those of the same input, and both change with it', async () => {
    const opened = await openSampled();
    opened.stage.setSampler('diffloc-unet-fingerprint', true);
    expect(opened.asked[1].request).toMatchObject({ sampler: 'diffloc-unet-fingerprint' });
    await opened.asked[1].answer();
    expect(opened.asked[2].request).toMatchObject({ sampler: 'diffloc-ct-fingerprint', clouds: [[0, 1, 2]] });
    expect(otherSampler('diffloc-ct-fingerprint', { input: 'measured' })).toBe('diffloc-ct');
    expect(otherSampler('diffloc-ct', { way: 'scores', input: 'fingerprint' })).toBe('diffloc-unet-fingerprint');
  });

  it('never show a step that the trace does not have', async () => {
    const opened = await openSampled();
    const beyond: number[] = [];
    opened.stage.onPicture(() => {
      const picture = opened.page.getState().denoising;
      if (picture && picture.step > picture.trace.steps) beyond.push(picture.step);
    });
    opened.stage.player.seek(20);
    opened.stage.setSampler('diffloc-ct');
    expect(opened.stage.player.store.getState().steps).toBe(0);
    await opened.asked[1].answer();
    expect(beyond).toEqual([]);
  });
});

describe('the show', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** As in {@link openSampled}, with the timers that are faked. */
  async function pass(milliseconds: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(milliseconds);
  }

  async function playToEnd(opened: ScriptedStage): Promise<void> {
    for (let frame = 0; frame < 100; frame++) opened.frame(100);
    opened.refineTo(1);
    await pass(10);
  }

  it('plays a user, refines the end, and goes on to whom it found most telling', async () => {
    const opened = openStage();
    void opened.asked[0].answer();
    await pass(10);
    opened.stage.startShow();
    opened.tell(4, 10, 1);
    opened.tell(6, 50, 1);
    opened.tell(6, 50, 1);
    opened.tell(7, 30, 1);
    await playToEnd(opened);
    expect(state(opened).refined).not.toBeNull();
    expect(opened.selected).toEqual([]);
    await pass(5000);
    expect(opened.selected).toEqual([6]);
    await pass(5000);
    void opened.asked[1].answer();
    await pass(10);
    await playToEnd(opened);
    await pass(5000);
    expect(opened.selected).toEqual([6, 7]);
  });

  it('goes on to nobody whom it found in a world that was opened anew since', async () => {
    const opened = openStage();
    void opened.asked[0].answer();
    await pass(10);
    opened.stage.startShow();
    opened.tell(70, 50, 1);
    await playToEnd(opened);
    opened.reopen();
    await pass(5000);
    expect(opened.selected).toEqual([]);
    opened.look(2);
    await pass(5000);
    void opened.asked[1].answer();
    await pass(10);
    opened.tell(3, 50, 1);
    await playToEnd(opened);
    await pass(5000);
    expect(opened.selected).toEqual([3]);
  });

  it('listens to all sites, whichever were chosen before', async () => {
    const opened = openStage();
    void opened.asked[0].answer();
    await pass(10);
    opened.stage.setListening(1, false);
    void opened.asked[1].answer();
    await pass(10);
    opened.stage.startShow();
    opened.look(6);
    await pass(5000);
    expect(opened.asked[2].request).toMatchObject({ user: 6, clouds: ALL });
  });

  it('goes on from a sampling that fails, and plays nobody over and over', async () => {
    const opened = openStage();
    opened.stage.player.setLooping(true);
    opened.stage.startShow();
    expect(opened.stage.player.store.getState().isLooping).toBe(false);
    void opened.asked[0].answer();
    await pass(10);
    opened.tell(6, 50, 1);
    opened.tell(7, 30, 1);
    await playToEnd(opened);
    await pass(10_000);
    expect(opened.selected).toEqual([6]);
    void opened.asked[1].fail(new LabError('device', 'The device is lost.', 'Reload.'));
    await pass(5000);
    expect(opened.selected).toEqual([6, 7]);
    opened.stage.setSamples(128);
    expect(opened.page.getState().isShowing).toBe(false);
  });

  it('goes on at once from somebody whom nobody hears, and ends with the first touch', async () => {
    const opened = openStage();
    void opened.asked[0].answer();
    await pass(10);
    opened.stage.startShow();
    opened.tell(6, 50, 1);
    opened.look(5);
    await pass(5000);
    void opened.asked[1].answer('No path reaches it.');
    await pass(10);
    expect(opened.selected).toEqual([6]);
    opened.stage.stopShow();
    expect(opened.page.getState().isShowing).toBe(false);
    await pass(60_000);
    expect(opened.selected).toEqual([6]);
  });
});
