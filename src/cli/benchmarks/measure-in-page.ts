/** The measurement benchmark's part that runs in a browser, where graphics processors are at hand. */
import { isSoftwareAdapter } from '../../compute/choice.ts';
import { describeAdapter, requestAdapter, requestDevice } from '../../compute/webgpu.ts';
import { createGpuMeasurer } from '../../measurement/batch/gpu-measurer.ts';
import { measureBatch } from '../../measurement/batch/measure-batch.ts';
import { hallRequest } from './measure-request.ts';

/** What came of it. */
export type PageTiming =
  | { readonly kind: 'measured'; readonly adapter: string; readonly usersPerSecond: number }
  | { readonly kind: 'not-measured'; readonly reason: string };

/** Times a batch of users on the graphics processor of this page, wall time, the second of two runs. */
export async function timeInPage(): Promise<PageTiming> {
  const adapter = await requestAdapter();
  if (!adapter) return { kind: 'not-measured', reason: 'the browser offers no WebGPU adapter' };
  const name = `${adapter.info.vendor} ${adapter.info.architecture}`;
  if (isSoftwareAdapter(describeAdapter(adapter))) {
    return { kind: 'not-measured', reason: `the only adapter is a software one (${name})` };
  }
  const device = await requestDevice(adapter);
  const { request, site, radio } = hallRequest();
  // Kernels compile once; the measurer of the first run is kept for the second.
  const measurer = { ...(await createGpuMeasurer(device, site, radio)), dispose: () => undefined };
  let milliseconds = 0;
  for (let run = 0; run < 2; run++) {
    const start = performance.now();
    await measureBatch(request, { measurers: [() => measurer] });
    milliseconds = performance.now() - start;
  }
  device.destroy();
  return { kind: 'measured', adapter: name, usersPerSecond: (1000 * request.count) / milliseconds };
}
