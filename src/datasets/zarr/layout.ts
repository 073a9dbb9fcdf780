/** The arrays of a stored dataset: the one table that writing and reading share. */
import type { PathBlock } from '../path-block.ts';
import type { DatasetUsers } from '../users.ts';
import type { Header } from './header.ts';

/** Types of the arrays. */
export type ArrayType = 'int16' | 'int32' | 'uint8' | 'float32' | 'float64';

/** One array. */
export interface ArrayLayout {
  readonly name: string;
  readonly type: ArrayType;
  /** Names of the axes; the first is the user. */
  readonly axes: readonly string[];
  /** Lengths of the axes behind the first. */
  readonly inner: readonly number[];
  /** What a user that was not traced yet reads as. */
  readonly fill: number;
  readonly unit: string;
  readonly description: string;
}

/** What a chunk holds: neighbouring users and their paths. */
export interface ChunkContent {
  readonly users: DatasetUsers;
  readonly paths: PathBlock;
}

type Values = Int16Array | Int32Array | Uint8Array | Float32Array | Float64Array;

/** A column: how an array is laid out, and where its values lie in a chunk's content. */
interface Column {
  readonly type: ArrayType;
  readonly axes: readonly ('site' | 'path' | 'interaction' | 'xyz' | 'complex' | 'direction')[];
  readonly fill: number;
  readonly unit: string;
  readonly description: string;
  readonly values: (content: ChunkContent) => Values;
}

const XYZ = ['xyz'] as const;
const PATHS = ['site', 'path'] as const;

const COLUMNS = {
  position: {
    type: 'float64',
    axes: XYZ,
    fill: NaN,
    unit: 'm',
    description: 'Where the user is.',
    values: ({ users }) => users.positions,
  },
  velocity: {
    type: 'float64',
    axes: XYZ,
    fill: NaN,
    unit: 'm/s',
    description: 'How the user moves; zero for those who stand still.',
    values: ({ users }) => users.velocities,
  },
  time: {
    type: 'float64',
    axes: [],
    fill: NaN,
    unit: 's',
    description: 'Time since the start of the trajectory.',
    values: ({ users }) => users.times,
  },
  trajectory: {
    type: 'int32',
    axes: [],
    fill: -1,
    unit: '1',
    description: 'Number of the trajectory; -1 for users who stand still.',
    values: ({ users }) => users.trajectories,
  },
  split: {
    type: 'uint8',
    axes: [],
    fill: 255,
    unit: '1',
    description: "Index into the group's attribute splits.",
    values: ({ users }) => users.splits,
  },
  path_count: {
    type: 'int16',
    axes: ['site'],
    fill: -1,
    unit: '1',
    description: 'Number of paths of the link, strongest first; -1 where it was not traced yet.',
    values: ({ paths }) => paths.counts,
  },
  delay: {
    type: 'float64',
    axes: PATHS,
    fill: 0,
    unit: 's',
    description: 'Propagation delay; zero beyond path_count.',
    values: ({ paths }) => paths.delays,
  },
  amplitude: {
    type: 'float32',
    axes: [...PATHS, 'complex'],
    fill: 0,
    unit: '1',
    description: 'Received over transmitted field (real, imaginary); zero beyond path_count.',
    values: ({ paths }) => paths.amplitudes,
  },
  departure: {
    type: 'float32',
    axes: [...PATHS, 'direction'],
    fill: 0,
    unit: 'rad',
    description: 'Azimuth and elevation at the site, towards the ray: what its array measures in the uplink.',
    values: ({ paths }) => paths.departures,
  },
  arrival: {
    type: 'float32',
    axes: [...PATHS, 'direction'],
    fill: 0,
    unit: 'rad',
    description: 'Azimuth and elevation at the user, towards where the ray comes from.',
    values: ({ paths }) => paths.arrivals,
  },
  interaction: {
    type: 'uint8',
    axes: [...PATHS, 'interaction'],
    fill: 255,
    unit: '1',
    description: 'From site to user: 0 reflection, 1 transmission, 2 diffraction, 3 scattering, 255 none.',
    values: ({ paths }) => paths.interactions,
  },
} as const satisfies Readonly<Record<string, Column>>;

/** Names of the arrays. */
export type ArrayName = keyof typeof COLUMNS;

/** All names, in the order in which a chunk is written. */
export const ARRAY_NAMES = Object.keys(COLUMNS) as readonly ArrayName[];

/** How an array of a dataset is laid out. */
export function arrayLayout(name: ArrayName, header: Header): ArrayLayout {
  const column: Column = COLUMNS[name];
  const lengths = {
    site: header.sites.length,
    path: header.pathSlots,
    interaction: header.interactionSlots,
    xyz: 3,
    complex: 2,
    direction: 2,
  };
  const { type, axes, fill, unit, description } = column;
  return { name, type, axes: ['user', ...axes], inner: axes.map((axis) => lengths[axis]), fill, unit, description };
}

/** The values of an array in a chunk's content. */
export function arrayValues(name: ArrayName, content: ChunkContent): Values {
  return COLUMNS[name].values(content);
}
