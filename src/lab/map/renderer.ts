/** What the browser can draw with. */
import { LabError } from '../../errors/lab-error.ts';

/** What draws here, or why nothing can. */
export type Renderer = { readonly software: boolean } | LabError;

/** Looks whether the browser has WebGL2, and whether a graphics processor stands behind it. */
export function probeRenderer(): Renderer {
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) {
    return new LabError(
      'unsupported',
      'This browser has no WebGL2, so the map cannot be drawn.',
      'Everything else works: choose users by number, and read charts, table and stages.',
    );
  }
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name = info ? String(context.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return { software: /swiftshader|llvmpipe|software/i.test(name) };
}
