/** The lens on the page: redrawn for every step, and once more in millimetres where the fix was refined. */
import { useEffect, useRef, type ReactElement } from 'react';
import { useLab } from '../lab-context.ts';
import {
  drawLens,
  enlarged,
  lensPicture,
  refinedLimit,
  type LensInk,
  type LensLimit,
  type LensSubject,
} from './lens.ts';

/** The colours of the page as they are now. */
function inkOf(element: Element): LensInk {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    truth: read('--truth'),
    rim: read('--truth-rim'),
    grid: read('--hairline-strong'),
    text: read('--text-soft'),
  };
}

/** The lens. */
export function LensView({
  className,
  subject,
  label,
}: {
  readonly className: string;
  readonly subject: LensSubject;
  readonly label: string;
}): ReactElement {
  const { store, denoising } = useLab();
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    // Thousands of dots that the processor paints at once; handed to a graphics device that is busy with the map, they would keep
    // the page waiting until that is done.
    const context = element.getContext('2d', { willReadFrequently: true });
    if (!context) return undefined;
    // Asking for a size or a style while steps fly by would lay the page out anew for each of them.
    let [width, height, ink] = [0, 0, inkOf(element)];
    const draw = (): void => {
      context.clearRect(0, 0, width, height);
      const { denoising: whole, userLimit } = store.getState();
      const picture = whole && lensPicture(whole, subject);
      if (!picture) return;
      const radius = Math.min(width / 2 - 6, (height - 22) / 2);
      if (radius < 8) return;
      const known = userLimit?.user === picture.trace.user && userLimit.together.kind === 'bound' && userLimit.together;
      const limit: LensLimit = subject === 'refined' ? refinedLimit(picture) : known ? enlarged(known.ellipse) : null;
      drawLens({ context, x: width / 2, y: radius + 2, radius }, picture, limit, ink, subject === 'refined');
    };
    const measure = (): void => {
      const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
      width = element.clientWidth;
      height = element.clientHeight;
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      ink = inkOf(element);
      draw();
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    const leave = denoising.onPicture(draw);
    const unsubscribe = store.subscribe((state, before) => {
      if (state.theme !== before.theme) requestAnimationFrame(measure);
      else if (state.userLimit !== before.userLimit) draw();
    });
    return () => {
      watcher.disconnect();
      leave();
      unsubscribe();
    };
  }, [store, denoising, subject]);

  return <canvas ref={canvas} className={className} role="img" aria-label={label} />;
}
