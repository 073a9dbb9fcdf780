import { describe, expect, it } from 'vitest';
import { createFrameGate } from './frame-gate.ts';

/** A context whose frames are done when the test says so. */
function slowContext(): { context: WebGL2RenderingContext; finish: () => void; lose: () => void; live: () => number } {
  const SIGNALED = 1;
  let fences: { signaled: boolean }[] = [];
  let lost = false;
  const context = {
    SYNC_GPU_COMMANDS_COMPLETE: 0,
    SYNC_STATUS: 0,
    SIGNALED,
    fenceSync: () => {
      const fence = { signaled: false };
      fences.push(fence);
      return fence;
    },
    flush: () => undefined,
    deleteSync: (fence: { signaled: boolean }) => {
      fences = fences.filter((one) => one !== fence);
    },
    getSyncParameter: (fence: { signaled: boolean }) => (fence.signaled ? SIGNALED : 0),
    isContextLost: () => lost,
  } as unknown as WebGL2RenderingContext;
  return {
    context,
    finish: () => fences.forEach((fence) => (fence.signaled = true)),
    lose: () => {
      lost = true;
    },
    live: () => fences.length,
  };
}

describe('createFrameGate', () => {
  it('opens again when the frame is done, and keeps no fence', () => {
    const { context, finish, live } = slowContext();
    const gate = createFrameGate();
    expect(gate.isOpen()).toBe(true);
    gate.sent(context);
    expect(gate.isOpen()).toBe(false);
    gate.sent(context);
    expect(live()).toBe(1);
    finish();
    expect(gate.isOpen()).toBe(true);
    expect(live()).toBe(0);
  });

  it('gives up on a frame that never ends', () => {
    let time = 0;
    const gate = createFrameGate(() => time);
    gate.sent(slowContext().context);
    time = 1000;
    expect(gate.isOpen()).toBe(false);
    time = 3000;
    expect(gate.isOpen()).toBe(true);
  });

  it('does not wait for a context that is lost', () => {
    const { context, lose } = slowContext();
    const gate = createFrameGate();
    gate.sent(context);
    lose();
    expect(gate.isOpen()).toBe(true);
  });
});
