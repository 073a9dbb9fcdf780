/** `wavefix bench`: every timing of the project in one table. Compare ratios; absolute times belong to a machine. */
import { LabError } from '../errors/lab-error.ts';
import type { Benchmark, Figure } from './benchmarks/benchmark.ts';
import { bvhBenchmark } from './benchmarks/bvh.ts';
import { datasetBenchmark } from './benchmarks/dataset.ts';
import { difflocBenchmark } from './benchmarks/diffloc.ts';
import { dragBenchmark } from './benchmarks/drag.ts';
import { inferBenchmark } from './benchmarks/infer.ts';
import { loadBenchmark } from './benchmarks/load.ts';
import { measureBenchmark } from './benchmarks/measure.ts';
import { stagesBenchmark } from './benchmarks/stages.ts';
import { townsBenchmark } from './benchmarks/trace-towns.ts';
import { traceBenchmark } from './benchmarks/trace.ts';
import { trainBenchmark } from './benchmarks/train.ts';
import { parseArguments } from './arguments.ts';

/** Every benchmark, one line each. */
const BENCHMARKS: readonly Benchmark[] = [
  stagesBenchmark,
  measureBenchmark,
  inferBenchmark,
  trainBenchmark,
  traceBenchmark,
  townsBenchmark,
  datasetBenchmark,
  bvhBenchmark,
  loadBenchmark,
  dragBenchmark,
  difflocBenchmark,
];

/**
 * Runs the benchmarks, one after the other.
 *
 * @param args `--only NAME` runs one alone
 * @throws LabError 'unknown-id' that lists the benchmarks
 */
export async function bench(args: readonly string[]): Promise<readonly Figure[]> {
  const { only } = parseArguments(args, { only: { kind: 'text' } }).values;
  const chosen = BENCHMARKS.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) {
    const list = BENCHMARKS.map(({ name, summary }) => `${name} (${summary})`).join(', ');
    throw new LabError('unknown-id', `There is no benchmark "${only}".`, `Choose one of: ${list}.`);
  }
  const figures: Figure[] = [];
  for (const benchmark of chosen) {
    process.stderr.write(`${benchmark.name}: ${benchmark.summary} …\n`);
    figures.push(...(await benchmark.run()));
  }
  return figures;
}
