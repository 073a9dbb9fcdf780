/** Memory of a graphics processor: made, filled and read, with typed failures. */
import { deviceError, guard } from './kernel.ts';

/** The buffers of one piece of work; whoever made the arena owns them all. */
export interface Arena {
  readonly device: GPUDevice;
  /**
   * Makes a buffer that kernels read and write and a tfjs tensor may take over.
   *
   * @param bytes its size; at least four words are made
   * @throws LabError 'device' where there is no memory for it, or more is asked for than one buffer may hold
   */
  storage(this: void, label: string, bytes: number): Promise<GPUBuffer>;
  /** Makes a buffer that holds a copy of `data`. */
  upload(this: void, label: string, data: Float32Array | Uint32Array | Int32Array): Promise<GPUBuffer>;
  /** Makes a buffer of parameters that hold still. */
  uniform(this: void, label: string, data: ArrayBuffer): Promise<GPUBuffer>;
  /** Gives all of them back. */
  dispose(this: void): void;
}

/** An arena without buffers. */
export function createArena(device: GPUDevice): Arena {
  const owned: GPUBuffer[] = [];
  const create = async (label: string, size: number, usage: GPUBufferUsageFlags): Promise<GPUBuffer> => {
    const buffer = await guard(device, `The buffer "${label}" of ${(size / 1e6).toFixed(1)} MB`, () =>
      device.createBuffer({ label, size, usage }),
    );
    owned.push(buffer);
    return buffer;
  };
  const storage = (label: string, bytes: number): Promise<GPUBuffer> => {
    const size = Math.max(16, 4 * Math.ceil(bytes / 4));
    const most = device.limits.maxStorageBufferBindingSize;
    if (size > most) {
      throw deviceError(
        `The buffer "${label}" of ${Math.round(size / 1e6)} MB is larger than the ${Math.round(most / 1e6)} MB that a ` +
          'kernel can be given here.',
      );
    }
    return create(label, size, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST);
  };
  return {
    device,
    storage: async (label, bytes) => storage(label, bytes),
    async upload(label, data) {
      const buffer = await storage(label, data.byteLength);
      device.queue.writeBuffer(buffer, 0, data.slice());
      return buffer;
    },
    async uniform(label, data) {
      const buffer = await create(label, data.byteLength, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    },
    dispose() {
      for (const buffer of owned.splice(0)) buffer.destroy();
    },
  };
}

/**
 * Reads what kernels have left in a buffer, after they have finished.
 *
 * @param bytes how much of it from its start; all of it by default
 * @throws LabError 'device' where the device is lost
 */
export async function readStorage(
  device: GPUDevice,
  buffer: GPUBuffer,
  bytes: number = buffer.size,
): Promise<ArrayBuffer> {
  const [content] = await readStorages(device, [{ buffer, bytes }]);
  return content;
}

/** The same of several buffers, waiting only once. */
export async function readStorages(
  device: GPUDevice,
  parts: readonly { readonly buffer: GPUBuffer; readonly bytes: number }[],
): Promise<ArrayBuffer[]> {
  const what = parts.map(({ buffer }) => `"${buffer.label}"`).join(', ');
  const ends: number[] = [];
  const total = parts.reduce((sum, { bytes }) => (ends.push(sum + bytes), sum + bytes), 0);
  const copy = await guard(device, `Reading ${what}`, () => {
    const target = device.createBuffer({ size: total, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    const encoder = device.createCommandEncoder();
    parts.forEach(({ buffer, bytes }, i) => encoder.copyBufferToBuffer(buffer, 0, target, ends[i] - bytes, bytes));
    device.queue.submit([encoder.finish()]);
    return target;
  });
  try {
    await copy.mapAsync(GPUMapMode.READ);
    const content = copy.getMappedRange();
    return parts.map(({ bytes }, i) => content.slice(ends[i] - bytes, ends[i]));
  } catch (cause) {
    throw deviceError(`${what} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  } finally {
    copy.destroy();
  }
}
