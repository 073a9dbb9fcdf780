/**
 * One frame at a time: the next is drawn only when the graphics processor is done with the last. Without one, frames
 * that are asked for faster than they are painted would queue up for seconds.
 */

/** Says whether the last frame is done. */
export interface FrameGate {
  /** To be called right after a frame was sent. */
  sent(context: WebGL2RenderingContext): void;
  /** True when the last frame is on the screen, or nothing was sent yet. */
  isOpen(): boolean;
}

/** A frame that takes longer is given up on: better two on the way than a map that stands still, milliseconds. */
const PATIENCE = 2000;

/**
 * A gate that is open.
 *
 * @param now milliseconds on any clock
 */
export function createFrameGate(now: () => number = () => performance.now()): FrameGate {
  let last: { readonly context: WebGL2RenderingContext; readonly fence: WebGLSync; readonly since: number } | null =
    null;
  const drop = (): void => {
    if (last) last.context.deleteSync(last.fence);
    last = null;
  };
  return {
    sent(context) {
      drop();
      const fence = context.fenceSync(context.SYNC_GPU_COMMANDS_COMPLETE, 0);
      // Unsent commands would never be done.
      context.flush();
      if (fence) last = { context, fence, since: now() };
    },
    isOpen() {
      if (!last) return true;
      const { context, fence, since } = last;
      const done =
        context.isContextLost() ||
        now() - since > PATIENCE ||
        context.getSyncParameter(fence, context.SYNC_STATUS) === context.SIGNALED;
      if (done) drop();
      return done;
    },
  };
}
