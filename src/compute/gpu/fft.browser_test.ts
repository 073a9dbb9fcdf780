/** Transforms on every device at hand against the transforms in double precision, and what their failures look like. */
import { afterAll, describe, expect, it } from 'vitest';
import { createFftPlan } from '../../numerics/fft.ts';
import { createRandom } from '../../numerics/random.ts';
import { devicesAtHand, expectParity } from '../testing/devices.ts';
import { createArena, readStorage } from './buffers.ts';
import { createFft } from './fft.ts';
import { createStep, runSteps } from './kernel.ts';
import phasor from './phasor.wgsl?raw';

const devices = await devicesAtHand();

describe.each(devices)('transforms on $name', ({ device }) => {
  const arena = createArena(device);
  afterAll(() => device.destroy());

  it.each([
    { length: 2, outer: 3, inner: 1, held: 2, direction: 'forward' },
    { length: 97, outer: 2, inner: 1, held: 97, direction: 'inverse' },
    { length: 8, outer: 3, inner: 5, held: 8, direction: 'forward' },
    { length: 15, outer: 2, inner: 4, held: 11, direction: 'inverse' },
    { length: 786, outer: 3, inner: 1, held: 786, direction: 'inverse' },
    { length: 816, outer: 3, inner: 1, held: 816, direction: 'forward' },
    { length: 2048, outer: 5, inner: 1, held: 786, direction: 'forward' },
    { length: 4096, outer: 2, inner: 1, held: 4096, direction: 'forward' },
  ] as const)(
    'agree for $outer × $length × $inner points, $held of them given, $direction',
    async ({ length, outer, inner, held, direction }) => {
      const data = new Float32Array(2 * outer * held * inner);
      createRandom(length).fillNormal(data, 1);
      const expected = new Float64Array(2 * outer * length * inner);
      const plan = createFftPlan(length);
      for (let row = 0; row < outer; row++) {
        for (let lane = 0; lane < inner; lane++) {
          const line = new Float64Array(2 * length);
          for (let n = 0; n < 2 * held; n++) line[n] = data[2 * ((row * held + (n >> 1)) * inner + lane) + (n & 1)];
          plan[direction](line);
          for (let n = 0; n < 2 * length; n++) {
            expected[2 * ((row * length + (n >> 1)) * inner + lane) + (n & 1)] = line[n];
          }
        }
      }
      const input = await arena.upload('input', data);
      const output = await arena.storage('output', 4 * expected.length);
      const scratch = await arena.storage('scratch', 4 * expected.length);
      const steps = await createFft(arena, {
        label: 'test',
        length,
        inner,
        direction,
        input,
        inputLength: held,
        output,
        scratch,
        outer: (count) => count,
      });
      await runSteps(device, steps, outer);
      expectParity(new Float32Array(await readStorage(device, output, 4 * expected.length)), expected, 2e-6);
    },
  );
});

describe.each(await devicesAtHand())('angles on $name', ({ device }) => {
  it('are exact to a few parts in ten million all around the turn', async () => {
    const arena = createArena(device);
    const turns = Uint32Array.from({ length: 4096 }, (_, i) => (i * 0x00100001) >>> 0);
    const code = `${phasor}
      @group(0) @binding(0) var<storage, read> turns: array<u32>;
      @group(0) @binding(1) var<storage, read_write> values: array<vec2f>;
      @compute @workgroup_size(64)
      fn main(@builtin(global_invocation_id) id: vec3u) {
        values[id.x] = phasor(turns[id.x]);
      }`;
    const values = await arena.storage('values', 8 * turns.length);
    const buffers = [await arena.upload('turns', turns), values];
    const workgroups = (count: number) => [count / 64, 1, 1] as const;
    await runSteps(device, [await createStep(device, { label: 'angles', code, buffers, workgroups })], turns.length);
    const expected = [...turns].flatMap((turn) => {
      const angle = (2 * Math.PI * turn) / 2 ** 32;
      return [Math.cos(angle), Math.sin(angle)];
    });
    expect(new Float32Array(await readStorage(device, values))).toBeAllclose(expected, { absolute: 3e-7, relative: 0 });
    device.destroy();
  });
});

describe('failures', () => {
  const workgroups = () => [1, 1, 1] as const;
  const errors: string[] = [];

  it('are typed: code that does not compile, buffers that do not fit, too much memory, a lost device', async () => {
    const [{ device }] = await devicesAtHand();
    const arena = createArena(device);
    device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
    const label = 'wrong on purpose';
    await expect(createStep(device, { label, code: 'fn main( {', buffers: [], workgroups })).rejects.toMatchObject({
      name: 'LabError',
      code: 'device',
      message: expect.stringMatching(/"wrong on purpose" does not compile: line 1: /) as string,
    });
    const code = `
      override SIZE: u32;
      @group(0) @binding(0) var<storage, read_write> values: array<f32>;
      @compute @workgroup_size(SIZE)
      fn main(@builtin(global_invocation_id) id: vec3u) { values[id.x] = 1.0; }`;
    await expect(
      createStep(device, { label, code, constants: { SIZE: 1e6 }, buffers: [], workgroups }),
    ).rejects.toMatchObject({ code: 'device', message: expect.stringContaining('cannot be built') as string });
    const constants = { SIZE: 4 };
    await expect(createStep(device, { label, code, constants, buffers: [], workgroups })).rejects.toMatchObject({
      code: 'device',
      message: expect.stringContaining('was refused') as string,
    });
    await expect(arena.storage('huge', 2 ** 45)).rejects.toMatchObject({ code: 'device' });
    const values = await arena.storage('values', 16);
    const step = await createStep(device, { label, code, constants, buffers: [values], workgroups });
    await runSteps(device, [step], 1);
    expect(new Float32Array(await readStorage(device, values))).toEqual(new Float32Array(4).fill(1));
    device.destroy();
    await expect(readStorage(device, values)).rejects.toMatchObject({ name: 'LabError', code: 'device' });
    expect(errors).toEqual([]);
  });
});
