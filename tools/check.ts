/**
 * What is found out about the project without running it: types, lint, format, and whether it builds. Two threads of work that
 * share nothing, side by side: `npm run check`. Each says what it has to say when it is done; one that fails fails the check.
 */
import { spawn } from 'node:child_process';

/** Scripts of package.json, one after the other in each of two rows that take about as long as one another. */
const ROWS = [['lint'], ['typecheck', 'format:check', 'build']] as const;

/** Runs a script to its end and prints what it said; false where it failed. */
function run(script: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const said: Buffer[] = [];
    const child = spawn('npm', ['run', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => said.push(text));
    child.on('error', reject);
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code === 0);
    });
  });
}

const started = performance.now();
const rows = await Promise.all(
  ROWS.map(async (scripts) => {
    const failed: string[] = [];
    for (const script of scripts) if (!(await run(script))) failed.push(script);
    return failed;
  }),
);
const failed = rows.flat();
const seconds = ((performance.now() - started) / 1000).toFixed(0);
process.stdout.write(`\n${failed.length > 0 ? `failed: ${failed.join(', ')}` : 'nothing amiss'}, after ${seconds} s\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
