import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { collectBuffers, connect, copyForTransfer, serve, type Client, type Handlers, type Port } from './rpc.ts';

interface Calls {
  square: { request: Float64Array; event: { step: number }; response: Float64Array };
  forever: { request: null; event: never; response: null };
  broken: { request: string; event: never; response: null };
}

const channels: MessageChannel[] = [];

function open(handlers: Partial<Handlers<Calls>>): Client<Calls> {
  const channel = new MessageChannel();
  channels.push(channel);
  const asPort = (port: typeof channel.port1): Port => ({
    postMessage: (message, transfer) => port.postMessage(message, transfer as never),
    addEventListener: (_type, listener) => port.on('message', (data: unknown) => listener({ data } as MessageEvent)),
  });
  serve<Calls>(asPort(channel.port1), handlers as Handlers<Calls>);
  return connect<Calls>(asPort(channel.port2));
}

afterEach(() => {
  for (const channel of channels.splice(0)) channel.port1.close();
});

describe('remote procedure calls', () => {
  it('answers with what the handler returns, after its events', async () => {
    const client = open({
      square: (request, { emit }) => {
        emit({ step: 1 });
        emit({ step: 2 });
        return Promise.resolve(request.map((x) => x * x));
      },
    });
    const steps: number[] = [];
    const answer = await client.call('square', Float64Array.of(3, -4), { onEvent: (event) => steps.push(event.step) });
    expect([...answer]).toEqual([9, 16]);
    expect(steps).toEqual([1, 2]);
  });

  it('transfers the arrays of an answer', async () => {
    const kept = Float64Array.of(1, 2);
    const client = open({ square: () => Promise.resolve(kept) });
    await client.call('square', Float64Array.of(1));
    expect(kept.byteLength).toBe(0);
  });

  it('carries a LabError whole', async () => {
    const client = open({
      broken: (request) => Promise.reject(new LabError('bad-file', `${request} is not a scene.`, 'Drop another file.')),
    });
    await expect(client.call('broken', 'x.ply')).rejects.toMatchObject({
      name: 'LabError',
      code: 'bad-file',
      message: 'x.ply is not a scene.',
      hint: 'Drop another file.',
    });
  });

  it('cancels at both ends', async () => {
    let aborted = (): void => undefined;
    const seen = new Promise<void>((resolve) => (aborted = resolve));
    const client = open({
      forever: (_request, { signal }) => new Promise(() => signal.addEventListener('abort', () => aborted())),
    });
    const controller = new AbortController();
    const call = client.call('forever', null, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await seen;
  });

  it('rejects what is open when the other end has died', async () => {
    const client = open({ forever: () => new Promise(() => undefined) });
    const call = client.call('forever', null);
    client.fail(new LabError('device', 'The worker stopped.', 'Reload the page.'));
    await expect(call).rejects.toMatchObject({ code: 'device' });
  });
});

describe('buffers', () => {
  it('lists a shared buffer once', () => {
    const buffer = new ArrayBuffer(32);
    expect(
      collectBuffers({ a: new Float32Array(buffer), b: [new Uint8Array(buffer, 4)], c: new Float64Array(1) }),
    ).toHaveLength(2);
  });

  it('copies views without what lies around them', () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    const copy = copyForTransfer({ view: whole.subarray(1, 3), plain: 'x', nothing: null });
    expect([...copy.view]).toEqual([2, 3]);
    expect(copy.view.buffer.byteLength).toBe(8);
    expect(copy).toMatchObject({ plain: 'x', nothing: null });
  });
});
