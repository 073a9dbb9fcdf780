/**
 * WGSL kernels on a device that somebody else owns: compiled once, bound to their buffers, run one after the other in one
 * submission, so that what one leaves in a buffer the next one finds there. Every failure is a LabError of code 'device'.
 */
import { LabError } from '../../errors/lab-error.ts';

/** A kernel and what it works on. */
export interface KernelDescription {
  /** What it computes, for messages. */
  readonly label: string;
  /** WGSL with an entry point `main`. */
  readonly code: string;
  /** Values of its `override` declarations. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Its buffers in the order of their bindings in group 0. */
  readonly buffers: readonly GPUBuffer[];
  /**
   * Workgroups to start.
   *
   * @param count how many things (users, rows) this run is about
   */
  readonly workgroups: (count: number) => readonly [x: number, y: number, z: number];
}

/** A kernel that is ready to run. */
export interface Step {
  readonly label: string;
  readonly pipeline: GPUComputePipeline;
  readonly bindings: GPUBindGroup;
  readonly workgroups: KernelDescription['workgroups'];
}

/** Pipelines by their code and constants: a transform has one stage kernel, not one a stage. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/** The LabError of a failing graphics processor. */
export function deviceError(words: string): LabError {
  return new LabError('device', words, 'Switch the backend to WebAssembly.');
}

/**
 * Compiles a kernel and binds its buffers.
 *
 * @throws LabError 'device' with the compiler's words and line where the code or its constants are refused
 */
export async function createStep(device: GPUDevice, description: KernelDescription): Promise<Step> {
  const { label, code, constants = {}, workgroups } = description;
  let pipelines = compiled.get(device);
  if (!pipelines) compiled.set(device, (pipelines = new Map<string, Promise<GPUComputePipeline>>()));
  const key = JSON.stringify([code, constants]);
  let pipeline = pipelines.get(key);
  if (!pipeline) pipelines.set(key, (pipeline = compile(device, label, code, constants)));
  const ready = await pipeline;
  return { label, pipeline: ready, bindings: await bindBuffers(device, description, ready), workgroups };
}

/**
 * The same kernel on other buffers.
 *
 * @throws LabError 'device' where they do not fit the kernel
 */
export async function rebind(device: GPUDevice, step: Step, buffers: readonly GPUBuffer[]): Promise<Step> {
  return { ...step, bindings: await bindBuffers(device, { label: step.label, buffers }, step.pipeline) };
}

/**
 * Runs kernels one after the other. Returns at once; whoever reads a buffer afterwards waits for them.
 *
 * @param count how many things this run is about, see `KernelDescription.workgroups`
 * @throws LabError 'device' where the run is refused
 */
export async function runSteps(device: GPUDevice, steps: readonly Step[], count: number): Promise<void> {
  await guard(device, 'A run of kernels', () => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindings, workgroups } of steps) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindings);
      pass.dispatchWorkgroups(...workgroups(count));
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  });
}

/**
 * Does something with the device that fails without throwing, and throws its failure.
 *
 * @param what names it in the message
 * @param work synchronous, so that nobody else's errors fall into its scopes
 * @throws LabError 'device' for refused commands, memory that runs out, and failures inside the driver
 */
export async function guard<T>(device: GPUDevice, what: string, work: () => T): Promise<T> {
  const filters: readonly GPUErrorFilter[] = ['validation', 'out-of-memory', 'internal'];
  for (const filter of filters) device.pushErrorScope(filter);
  let result: T;
  let scopes: Promise<GPUError | null>[];
  try {
    result = work();
  } finally {
    scopes = filters.map(() => device.popErrorScope());
  }
  for (const error of await Promise.all(scopes)) {
    if (!error) continue;
    const kind = error instanceof GPUOutOfMemoryError ? 'does not fit into its memory' : 'was refused';
    throw deviceError(`${what} ${kind} by the graphics processor: ${error.message}`);
  }
  return result;
}

async function bindBuffers(
  device: GPUDevice,
  { label, buffers }: Pick<KernelDescription, 'label' | 'buffers'>,
  pipeline: GPUComputePipeline,
): Promise<GPUBindGroup> {
  return guard(device, `The kernel "${label}"`, () =>
    device.createBindGroup({
      label,
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    }),
  );
}

async function compile(
  device: GPUDevice,
  label: string,
  code: string,
  constants: Readonly<Record<string, number>>,
): Promise<GPUComputePipeline> {
  // The module's own report says where; the scope only keeps it from being heard twice.
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label, code });
  const refused = device.popErrorScope();
  const { messages } = await module.getCompilationInfo();
  const failure = messages.find(({ type }) => type === 'error');
  const error = await refused;
  if (failure) {
    throw deviceError(`The kernel "${label}" does not compile: line ${failure.lineNum}: ${failure.message}`);
  }
  if (error) throw deviceError(`The kernel "${label}" does not compile: ${error.message}`);
  try {
    return await device.createComputePipelineAsync({
      label,
      layout: 'auto',
      compute: { module, entryPoint: 'main', constants },
    });
  } catch (cause) {
    throw deviceError(
      `The kernel "${label}" cannot be built: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}
