/** A graphics processor that goes away in the middle of the work, in a real browser with a software one. */
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUNDLED_WASM } from '../compute/wasm-paths.ts';
import { stopWebGpu } from '../compute/webgpu.ts';
import { createBackend } from './backend.ts';
import type { BackendRequest, BackendView, EngineCalls, FixBatch, Progress, SessionView } from './base.ts';
import type { CallContext, Handlers } from './rpc.ts';

const assetBase = new URL('/', window.location.href).href;

/** Every device that this page was given, the newest last. */
const devices: GPUDevice[] = [];
/** Called whenever somebody begins to read from a device. */
let onRead: (device: GPUDevice) => void;

const requestAdapter = navigator.gpu.requestAdapter.bind(navigator.gpu);
vi.spyOn(navigator.gpu, 'requestAdapter').mockImplementation(async (options) => {
  const adapter = await requestAdapter(options);
  if (!adapter) return null;
  const requestDevice = adapter.requestDevice.bind(adapter);
  adapter.requestDevice = async (descriptor) => {
    const device = await requestDevice(descriptor);
    devices.push(device);
    const createBuffer = device.createBuffer.bind(device);
    device.createBuffer = (wanted) => {
      if (wanted.usage & GPUBufferUsage.MAP_READ) onRead(device);
      return createBuffer(wanted);
    };
    return device;
  };
  return adapter;
});

function context<Event>(emit: (event: Event) => void = () => undefined, signal?: AbortSignal): CallContext<Event> {
  return { emit, signal: signal ?? new AbortController().signal };
}

function start(): { readonly calls: Handlers<EngineCalls>; readonly changes: BackendView[] } {
  const calls = createBackend(BUNDLED_WASM);
  const changes: BackendView[] = [];
  void calls.watchBackend(
    null,
    context((view) => changes.push(view)),
  );
  return { calls, changes };
}

function openHall(
  calls: Handlers<EngineCalls>,
  backend: BackendRequest,
  onProgress?: (progress: Progress) => void,
): Promise<SessionView> {
  return calls.open({ source: { kind: 'built-in', id: 's3' }, backend, assetBase }, context(onProgress));
}

/** The first batches of a run: 4 users, then 20. */
async function findSome(calls: Handlers<EngineCalls>, wanted: number): Promise<FixBatch[]> {
  const batches: FixBatch[] = [];
  const controller = new AbortController();
  const emit = (batch: FixBatch): void => {
    batches.push(batch);
    if (batches.length === wanted) controller.abort();
  };
  const run = calls.run({ snrDb: 6, estimators: ['pe-msrn'] }, context(emit, controller.signal));
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  return batches;
}

const estimatesOf = (batches: readonly FixBatch[]): number[] =>
  batches.flatMap(({ estimates }) => [...(estimates['pe-msrn'] ?? [])]);

describe('a device that fails', () => {
  let reference: number[] = [];

  beforeEach(async () => {
    onRead = () => undefined;
    devices.length = 0;
    if (reference.length > 0) return;
    const { calls } = start();
    await openHall(calls, 'wasm');
    reference = estimatesOf(await findSome(calls, 2));
  });
  afterAll(() => {
    stopWebGpu();
    vi.restoreAllMocks();
  });

  it('is started again with its weights, and the work that it interrupted is done again', async () => {
    const { calls, changes } = start();
    const stages: Progress[] = [];
    const session = await openHall(calls, 'webgpu', (progress) => stages.push(progress));
    expect(session.backend.name).toBe('webgpu');
    expect(stages.filter(({ stage }) => stage === 'shaders')).toEqual(
      [0, 1, 2].map((done) => ({ stage: 'shaders', done, total: 3, unit: 'steps' })),
    );
    onRead = (device) => {
      if (device === devices[0]) device.destroy();
    };
    const batches = await findSome(calls, 1);
    expect(batches).toMatchObject([{ start: 0, count: 4 }]);
    expect(reference.every(Number.isFinite)).toBe(true);
    expect(estimatesOf(batches)).toBeAllclose(reference.slice(0, 12), { absolute: 1e-3 });
    expect(devices).toHaveLength(2);
    expect(changes).toEqual([{ name: 'webgpu', reason: expect.stringContaining('started again') as string }]);
  });

  it('gives way to WebAssembly where it fails again, and says why', async () => {
    const { calls, changes } = start();
    await openHall(calls, 'webgpu');
    onRead = (device) => device.destroy();
    const { fixes } = await calls.locate({ user: 5 }, context());
    expect(fixes['pe-msrn']?.position.every(Number.isFinite)).toBe(true);
    expect(devices).toHaveLength(2);
    expect(changes.map(({ name }) => name)).toEqual(['webgpu', 'wasm']);
    expect(changes[1].reason).toMatch(/^WebAssembly, because WebGPU failed: .*\.$/);
    const { network } = await calls.inspect({ user: 5 }, context());
    expect(network?.output.every(Number.isFinite)).toBe(true);
    expect(estimatesOf(await findSome(calls, 2))).toBeAllclose(reference, { absolute: 1e-6 });
  });

  it('gives nobody what it computed around an error that was not caught', async () => {
    const { calls, changes } = start();
    await openHall(calls, 'webgpu');
    onRead = (device) => {
      if (device !== devices[0]) return;
      onRead = () => undefined;
      device.dispatchEvent(
        new GPUUncapturedErrorEvent('uncapturederror', { error: new GPUOutOfMemoryError('No more.') }),
      );
    };
    const { fixes } = await calls.locate({ user: 5 }, context());
    expect(fixes['pe-msrn']?.position.every(Number.isFinite)).toBe(true);
    expect(changes).toEqual([{ name: 'webgpu', reason: expect.stringContaining('No more.') as string }]);
  });
});
