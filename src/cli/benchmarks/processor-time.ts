/** Time that the processor spent on this process, which waits for nobody else's work. */

/** Processor time of this process so far, all its threads together, milliseconds. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
