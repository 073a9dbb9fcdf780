/** Everybody measured by kernels, inside the engine, in a real browser; its software adapter is taken for a real one here. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { choosePreprocessing } from '../compute/preprocessing-choice.ts';
import { BUNDLED_WASM } from '../compute/wasm-paths.ts';
import { stopWebGpu } from '../compute/webgpu.ts';
import { createBackend } from './backend.ts';
import type { BackendRequest, BackendView, EngineCalls, FixBatch, SessionView } from './base.ts';
import type { CallContext, Handlers } from './rpc.ts';

const assetBase = new URL('/', window.location.href).href;

function context<Event>(emit: (event: Event) => void = () => undefined, signal?: AbortSignal): CallContext<Event> {
  return { emit, signal: signal ?? new AbortController().signal };
}

/** A worker's side, and what it told of its backends. */
function start(): { readonly calls: Handlers<EngineCalls>; readonly changes: BackendView[] } {
  const calls = createBackend(BUNDLED_WASM, {}, (backend, adapter) =>
    choosePreprocessing(backend, adapter && { isFallback: false, vendor: 'a real', architecture: 'one' }),
  );
  const changes: BackendView[] = [];
  void calls.watchBackend(
    null,
    context((view) => changes.push(view)),
  );
  return { calls, changes };
}

function openHall(calls: Handlers<EngineCalls>, backend: BackendRequest): Promise<SessionView> {
  const source = { kind: 'built-in', id: 's3' } as const;
  return calls.open({ source, backend, estimators: ['toa-aoa'], assetBase }, context());
}

/** The first batch of a run; a software processor takes long over more. */
async function firstBatch(calls: Handlers<EngineCalls>, snrDb: number): Promise<FixBatch> {
  const controller = new AbortController();
  const batches: FixBatch[] = [];
  const run = calls.run(
    { snrDb, estimators: ['toa-aoa'] },
    context((event) => {
      if (event.kind === 'fixes') batches.push(event.batch);
      controller.abort();
    }, controller.signal),
  );
  await expect(run).rejects.toThrow();
  return batches[0];
}

/** RMSE of a small sweep, metres. */
async function sweep(calls: Handlers<EngineCalls>): Promise<number[]> {
  const limit = { gains: 'known', dimensions: 3 } as const;
  const { points } = await calls.sweep({ snrsDb: [20], users: 2, draws: 1, seed: 5, limit }, context());
  return points.map(({ curves: [{ rmse }] }) => rmse ?? NaN);
}

describe('kernels in the engine', () => {
  /** Every device that this page was given, the newest last. */
  const devices: GPUDevice[] = [];
  let isSabotaged = false;
  /** How often kernels have been prepared. */
  let preparations = 0;
  let reference: FixBatch;
  let referenceSweep: number[];

  const watchDevices = (adapter: GPUAdapter): void => {
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      devices.push(device);
      const createBuffer = device.createBuffer.bind(device);
      // More than any device has, for one of the kernels' buffers.
      device.createBuffer = (wanted) => {
        if (wanted.label === 'received') preparations++;
        return createBuffer(isSabotaged && wanted.label === 'received' ? { ...wanted, size: 2 ** 44 } : wanted);
      };
      return device;
    };
  };

  beforeAll(async () => {
    const requestAdapter = navigator.gpu.requestAdapter.bind(navigator.gpu);
    vi.spyOn(navigator.gpu, 'requestAdapter').mockImplementation(async (options) => {
      const adapter = await requestAdapter(options);
      if (adapter) watchDevices(adapter);
      return adapter;
    });
    const { calls } = start();
    const { backend } = await openHall(calls, 'wasm');
    expect(backend.preprocessing.name).toBe('cpu');
    reference = await firstBatch(calls, 20);
    expect(reference.errors['toa-aoa']?.every((error) => error < 5)).toBe(true);
    referenceSweep = await sweep(calls);
    expect(referenceSweep.every((rmse) => rmse < 10)).toBe(true);
    expect(preparations).toBe(0);
  });
  afterAll(() => {
    stopWebGpu();
    vi.restoreAllMocks();
  });
  const expectReference = ({ estimates }: FixBatch): void => {
    expect(estimates['toa-aoa']).toBeAllclose(reference.estimates['toa-aoa'] ?? [], { absolute: 1e-3, relative: 0 });
  };

  it('find everybody where their twins do, and a device that is lost is replaced', async () => {
    const { calls, changes } = start();
    const { backend } = await openHall(calls, 'webgpu');
    expect(backend).toMatchObject({ name: 'webgpu', preprocessing: { name: 'webgpu' } });
    expectReference(await firstBatch(calls, 20));
    expect(changes).toEqual([]);
    devices.at(-1)?.destroy();
    expectReference(await firstBatch(calls, 20));
    // Known already; another SNR is measured anew, on the new device.
    const other = await firstBatch(calls, 19);
    expect(other.estimates['toa-aoa']).not.toEqual(reference.estimates['toa-aoa']);
    expect(changes.at(-1)).toMatchObject({ name: 'webgpu', preprocessing: { name: 'webgpu' } });
    expect(changes.at(-1)?.reason).toContain('started again');
  });

  it('sweep the SNR as their twins do, and are others than those of a run, which reads what lies in its own', async () => {
    const { calls } = start();
    await openHall(calls, 'webgpu');
    const before = preparations;
    expect(await sweep(calls)).toBeAllclose(referenceSweep, { absolute: 1e-3 });
    expect(preparations).toBe(before + 1);
  });

  it('give way to their twins where they do not fit, and the networks stay where they are', async () => {
    isSabotaged = true;
    const { calls } = start();
    const { backend } = await openHall(calls, 'webgpu');
    expect(backend.name).toBe('webgpu');
    expect(backend.preprocessing.name).toBe('cpu');
    expect(backend.preprocessing.reason).toMatch(/because the graphics processor failed: .*"received".*\.$/);
    expectReference(await firstBatch(calls, 20));
    isSabotaged = false;
  });
});
