/** A graphics processor that goes away in the middle of the work, in a real browser with a software one. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUNDLED_WASM } from '../compute/wasm-paths.ts';
import { stopWebGpu } from '../compute/webgpu.ts';
import { createBackend } from './backend.ts';
import type { BackendRequest, BackendView, EngineCalls, Progress, SessionView } from './base.ts';
import type { CallContext, Handlers } from './rpc.ts';

const assetBase = new URL('/', window.location.href).href;

/** Every device that this page was given, the newest last. */
const devices: GPUDevice[] = [];
/** Called whenever somebody begins to read from a device. */
let onRead: (device: GPUDevice) => void = () => undefined;

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
      const buffer = createBuffer(wanted);
      if (wanted.usage & GPUBufferUsage.MAP_READ) {
        // Buffers are used again, so it is their reading that counts, not their making.
        const mapAsync = buffer.mapAsync.bind(buffer);
        buffer.mapAsync = (...range) => {
          onRead(device);
          return mapAsync(...range);
        };
      }
      return buffer;
    };
    return device;
  };
  return adapter;
});

function context<Event>(emit: (event: Event) => void = () => undefined, signal?: AbortSignal): CallContext<Event> {
  return { emit, signal: signal ?? new AbortController().signal };
}

function start(): { readonly calls: Handlers<EngineCalls>; readonly changes: BackendView[] } {
  const calls = createBackend(BUNDLED_WASM, { cnn: ['s3-3d'] });
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
  return calls.open(
    { source: { kind: 'built-in', id: 's3' }, backend, estimators: ['cnn'], assetBase },
    context(onProgress),
  );
}

/** Where the CNN finds one user. One at a time: a software processor takes long over each. */
async function findUser(calls: Handlers<EngineCalls>, user: number): Promise<readonly number[]> {
  const { fixes } = await calls.locate({ user }, context());
  return fixes['cnn']?.position ?? [];
}

/** One page in which a device fails again and again: every start of a software one compiles all shaders anew. */
describe('a device that fails', () => {
  const { calls, changes } = start();
  const USERS = [5, 6, 7] as const;
  const reference = new Map<number, readonly number[]>();

  beforeAll(async () => {
    const { calls: unharmed } = start();
    await openHall(unharmed, 'wasm');
    for (const user of USERS) reference.set(user, await findUser(unharmed, user));
    for (const position of reference.values()) expect(position.filter(Number.isFinite)).toHaveLength(3);
  });
  /** What a device that is well would have answered. */
  const expectReference = (position: readonly number[], user: number, absolute: number): void => {
    expect(position).toBeAllclose(reference.get(user) ?? [], { absolute });
  };
  beforeEach(() => {
    onRead = () => undefined;
    changes.length = 0;
  });
  afterAll(() => {
    stopWebGpu();
    vi.restoreAllMocks();
  });

  it('compiles shaders with progress while a scene is opened', async () => {
    const stages: Progress[] = [];
    const session = await openHall(calls, 'webgpu', (progress) => stages.push(progress));
    expect(session.backend.name).toBe('webgpu');
    const shaders = stages.filter(({ stage }) => stage === 'shaders');
    expect(shaders.length).toBeGreaterThanOrEqual(3);
    expect(shaders).toEqual(
      shaders.map((_, done) => ({ stage: 'shaders', done, total: shaders.length, unit: 'steps' })),
    );
    expect(devices).toHaveLength(1);
    expect(changes).toEqual([]);
  });

  it('gives nobody what it computed around an error that was not caught', async () => {
    onRead = (device) => {
      onRead = () => undefined;
      device.dispatchEvent(
        new GPUUncapturedErrorEvent('uncapturederror', { error: new GPUOutOfMemoryError('No more.') }),
      );
    };
    expectReference(await findUser(calls, 5), 5, 1e-3);
    expect(devices).toHaveLength(2);
    expect(changes).toMatchObject([{ name: 'webgpu', reason: expect.stringContaining('No more.') as string }]);
  });

  it('is started again with its weights, and the work that it interrupted is done again', async () => {
    onRead = (device) => {
      if (device === devices[1]) device.destroy();
    };
    expectReference(await findUser(calls, 6), 6, 1e-3);
    expect(devices).toHaveLength(3);
    expect(changes).toMatchObject([{ name: 'webgpu', reason: expect.stringContaining('started again') as string }]);
  });

  it('gives way to WebAssembly where it fails again, and says why', async () => {
    onRead = (device) => device.destroy();
    expectReference(await findUser(calls, 7), 7, 1e-6);
    expect(devices).toHaveLength(4);
    expect(changes.map(({ name }) => name)).toEqual(['webgpu', 'wasm']);
    expect(changes[1].reason).toMatch(/^WebAssembly, because WebGPU failed: .*\.$/);
    const { network } = await calls.inspect({ user: 7 }, context());
    expect(network?.output.every(Number.isFinite)).toBe(true);
  });
});
