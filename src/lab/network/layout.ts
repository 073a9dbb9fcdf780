/** Where the operations of a network stand in its diagram: from top to bottom in the order of the data, branches side by side. */
import type { UnitView } from '../../engine/frontend.ts';

/** What the layout needs of an operation. */
type Linked = Pick<UnitView, 'name' | 'reads'>;

/** One operation at its place. */
export interface PlacedUnit<U extends Linked> {
  readonly unit: U;
  /** From the middle, in columns: −0.5 and 0.5 for two side by side. */
  readonly x: number;
  /** From the top, in rows. */
  readonly y: number;
}

/** A line from one operation to another that reads it. */
export interface Link {
  readonly from: string;
  readonly to: string;
  /** Rows that it passes. */
  readonly span: number;
}

/** A whole diagram. */
export interface Diagram<U extends Linked> {
  readonly units: readonly PlacedUnit<U>[];
  readonly links: readonly Link[];
  readonly rows: number;
  /** Operations side by side in the widest row. */
  readonly columns: number;
}

/**
 * Lays a network out: each operation as far down as those that read it allow, so that branches that end together stand side
 * by side; those of a row in the order of what they read.
 *
 * @param units each after those that it reads
 */
export function layOut<U extends Linked>(units: readonly U[]): Diagram<U> {
  const below = new Map<string, number>(units.map(({ name }) => [name, 0]));
  for (const { name, reads } of [...units].reverse()) {
    const next = (below.get(name) ?? 0) + 1;
    for (const read of reads) below.set(read, Math.max(below.get(read) ?? 0, next));
  }
  const last = Math.max(...below.values());
  const rowOf = new Map([...below].map(([name, rows]) => [name, last - rows]));
  const rows: U[][] = [];
  for (const unit of units) (rows[rowOf.get(unit.name) ?? 0] ??= []).push(unit);
  const xOf = new Map<string, number>();
  const placed = rows.flatMap((row, y) => {
    const pull = ({ reads }: U): number =>
      reads.reduce((sum, read) => sum + (xOf.get(read) ?? 0), 0) / Math.max(1, reads.length);
    const ordered = row.map((unit, i) => ({ unit, i, at: pull(unit) })).sort((a, b) => a.at - b.at || a.i - b.i);
    return ordered.map(({ unit }, i) => {
      const x = i - (row.length - 1) / 2;
      xOf.set(unit.name, x);
      return { unit, x, y };
    });
  });
  const links = units.flatMap(({ name, reads }) =>
    reads.map((from) => ({ from, to: name, span: (rowOf.get(name) ?? 0) - (rowOf.get(from) ?? 0) })),
  );
  return { units: placed, links, rows: rows.length, columns: Math.max(...rows.map(({ length }) => length)) };
}
