/**
 * The same stages from a terminal. JSON on stdout and nothing else there; progress and errors on stderr; exit status 0,
 * or 2 for input that was wrong.
 */
import { LabError } from '../errors/lab-error.ts';

/** A command takes the arguments after its name and answers with plain JSON data. */
type Command = (args: readonly string[]) => Promise<unknown>;

/** Every command, loaded when it is called: tracing a path should not wait for a tensor library. */
const COMMANDS: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  trace: {
    summary: 'rays between one site and one user',
    load: async () => (await import('./trace.ts')).trace,
  },
  dataset: {
    summary: 'trace a dataset into a Zarr group: dataset <dataset id> --out DIR [--shard i/n] [--resume]',
    load: async () => (await import('./dataset.ts')).dataset,
  },
  train: {
    summary: 'train an estimator: train <dataset id>/<estimator id> [--resume]',
    load: async () => (await import('./train.ts')).train,
  },
  evaluate: {
    summary: 'errors of an estimator on users it never saw',
    load: async () => (await import('./evaluate.ts')).evaluate,
  },
  report: {
    summary: 'a paper’s tables with ours beside them: report <paper id> [--out FOLDER] [--sight]',
    load: async () => (await import('./report.ts')).report,
  },
  study: {
    summary:
      'what holds when the world is not as it should be: study twin-mismatch [--only CASE] or split-leak, [--count n]',
    load: async () => (await import('./study.ts')).study,
  },
  bench: {
    summary: 'timings: bench [--only NAME]',
    load: async () => (await import('./bench.ts')).bench,
  },
};

async function main(): Promise<void> {
  const [name, ...rest] = process.argv.slice(2);
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name === undefined || name === '--help') {
    const list = Object.entries(COMMANDS).map(([id, { summary }]) => `  ${id.padEnd(10)}${summary}`);
    process.stderr.write(`Usage: wavefix <command> [options]\n${list.join('\n')}\n`);
    return;
  }
  if (!command) {
    fail(`There is no command "${name}". Choose one of: ${Object.keys(COMMANDS).join(', ')}.`);
    return;
  }
  try {
    const run = await command.load();
    const answer = await run(rest.filter((argument) => argument !== '--json'));
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  } catch (cause) {
    if (!(cause instanceof LabError)) throw cause;
    fail(`${cause.message} ${cause.hint}`);
  }
}

/** Says what was wrong with the input, on one line whatever the input held. */
function fail(words: string): void {
  process.stderr.write(`${words.replace(/\s+/g, ' ')}\n`);
  process.exitCode = 2;
}

await main();
