/**
 * A small assembler for WebAssembly with 128-bit vectors: two doubles or four words at a time, which JavaScript itself cannot ask
 * for. Kernels are written as expressions; the engine checks their types when it compiles them. Only what the kernels use is
 * here (WebAssembly Core Specification 2.0, chapter 5).
 */

/** Types of values. */
export type ValueType = 'i32' | 'f64' | 'v128';

/** Code that leaves one value, or none if it stores it. */
export interface Code {
  readonly bytes: readonly number[];
}

/** A variable of a function; as code, its value. */
export interface Local extends Code {
  readonly index: number;
}

const TYPE_CODES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f64: 0x7c, v128: 0x7b };
const VECTOR_PREFIX = 0xfd;
const NO_VALUE = 0x40;

/** Unsigned LEB128 of a number below 2³². */
function unsigned(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >>> 7;
  return rest === 0 ? [low] : [low | 0x80, ...unsigned(rest)];
}

/** Signed LEB128 of a number of 32 bits. */
function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isDone = rest === (low & 0x40 ? -1 : 0);
  return isDone ? [low] : [low | 0x80, ...signed(rest)];
}

/** Bytes with their number before them. */
function counted(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

/** Items with their number before them. */
function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function named(name: string): number[] {
  return counted([...new TextEncoder().encode(name)]);
}

type Operation = (...operands: readonly Code[]) => Code;

function join(...parts: readonly Code[]): Code {
  return { bytes: parts.flatMap(({ bytes }) => bytes) };
}

function scalar(opcode: number): Operation {
  return (...operands) => join(...operands, { bytes: [opcode] });
}

function vector(opcode: number, ...immediates: readonly number[]): Operation {
  return (...operands) => join(...operands, { bytes: [VECTOR_PREFIX, ...unsigned(opcode), ...immediates] });
}

/** An instruction that reaches memory at an address and a constant offset from it, in bytes. No alignment is promised. */
type Access = (address: Code, offset: number, value?: Code) => Code;

function access(opcode: readonly number[], immediates: readonly number[] = []): Access {
  return (address, offset, value = { bytes: [] }) =>
    join(address, value, { bytes: [...opcode, 0, ...unsigned(offset), ...immediates] });
}

/** Words of 32 bits. */
export const i32 = {
  constant: (value: number): Code => ({ bytes: [0x41, ...signed(value)] }),
  add: scalar(0x6a),
  subtract: scalar(0x6b),
  multiply: scalar(0x6c),
  or: scalar(0x72),
  shiftRight: scalar(0x76),
  /** Of words without a sign. */
  isLess: scalar(0x49),
  store: access([0x36]),
} as const;

/** Vectors as they are, whatever they hold. */
export const v128 = {
  load: access([VECTOR_PREFIX, 0x00]),
  store: access([VECTOR_PREFIX, 0x0b]),
  /** The lower half. */
  storeHalf: access([VECTOR_PREFIX, 0x5b], [0]),
  xor: vector(0x51),
  and: vector(0x4e),
  constant: (bytes: Uint8Array): Code => ({ bytes: [VECTOR_PREFIX, 0x0c, ...bytes] }),
  /** Sixteen bytes out of two vectors, by number. */
  pick: (places: readonly number[], a: Code, b: Code): Code => vector(0x0d, ...places)(a, b),
  isAnySet: vector(0x53),
  fromWords: ([first, ...others]: readonly Code[]): Code =>
    others.reduce((words, word, i) => vector(0x1c, i + 1)(words, word), i32x4.splat(first)),
} as const;

/** Two doubles. */
export const f64x2 = {
  /** One number in both places. */
  constant: (value: number): Code => v128.constant(new Uint8Array(Float64Array.of(value, value).buffer)),
  splat: vector(0x14),
  add: vector(0xf0),
  subtract: vector(0xf1),
  multiply: vector(0xf2),
  negate: vector(0xed),
  /** One double in both places. */
  loadSplat: access([VECTOR_PREFIX, 0x0a]),
  /** From the lower two of four words with a sign. */
  fromWords: vector(0xfe, 0x01),
  /** From the lower two of four singles. */
  fromSingles: vector(0x5f),
  /** Two singles, rounded, and two zeros. */
  toSingles: vector(0x5e),
  /** The two the other way round. */
  swap: (value: Local): Code => v128.pick([8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7], value, value),
  /** j times a complex number. */
  turn: (value: Local): Code => v128.xor(f64x2.swap(value), signOf(0)),
  /** −j times a complex number. */
  turnBack: (value: Local): Code => v128.xor(f64x2.swap(value), signOf(1)),
} as const;

/** The sign bit of one of two doubles. */
export function signOf(lane: 0 | 1): Code {
  const bytes = new Uint8Array(16);
  bytes[8 * lane + 7] = 0x80;
  return v128.constant(bytes);
}

/** Four words. */
export const i32x4 = {
  splat: vector(0x11),
  extract: (lane: number, value: Code): Code => vector(0x1b, lane)(value),
  add: vector(0xae, 0x01),
  multiply: vector(0xb5, 0x01),
  /** By a number of bits, zeros moving in. */
  shiftRight: vector(0xad, 0x01),
  magnitude: vector(0xa0, 0x01),
  /** Of words without a sign: all bits of a place set where it holds. */
  isAtLeast: vector(0x40),
  /** The highest bit of each place. */
  signs: vector(0xa4, 0x01),
} as const;

/** Writes the body of a function. */
export interface Scope {
  /** A new variable that holds a value. */
  let(type: ValueType, value: Code): Local;
  set(variable: Local, value: Code): void;
  /** Adds a number to a variable of type i32. */
  advance(variable: Local, by: number): void;
  /** Something that is done for its effect. */
  run(code: Code): void;
  /** Repeats what `body` writes, once at least, as long as the condition it returns holds. */
  repeat(body: () => Code): void;
  /** What `body` writes is done only where a condition holds. */
  when(condition: Code, body: () => void): void;
}

/** One function of a library. */
export interface Kernel {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  /** Whether what `write` returns is the function's value, a word. */
  readonly write: (scope: Scope, ...parameters: Local[]) => Code | undefined;
}

function assembleBody({ parameters, write }: Kernel): { code: number[]; returns: boolean } {
  const locals: ValueType[] = [];
  let bytes: number[] = [];
  const local = (index: number): Local => ({ index, bytes: [0x20, ...unsigned(index)] });
  /** What a callback writes, by itself. */
  const capture = <T>(body: () => T): { written: number[]; result: T } => {
    const outer = bytes;
    bytes = [];
    const result = body();
    const written = bytes;
    bytes = outer;
    return { written, result };
  };
  const scope: Scope = {
    let(type, value) {
      const variable = local(parameters.length + locals.length);
      locals.push(type);
      scope.set(variable, value);
      return variable;
    },
    set: (variable, value) => void bytes.push(...value.bytes, 0x21, ...unsigned(variable.index)),
    advance: (variable, by) => scope.set(variable, i32.add(variable, i32.constant(by))),
    run: (code) => void bytes.push(...code.bytes),
    repeat(body) {
      const { written, result } = capture(body);
      bytes.push(0x03, NO_VALUE, ...written, ...result.bytes, 0x0d, 0, 0x0b);
    },
    when(condition, body) {
      const { written } = capture(body);
      bytes.push(...condition.bytes, 0x04, NO_VALUE, ...written, 0x0b);
    },
  };
  const value = write(scope, ...parameters.map((_, i) => local(i)));
  bytes.push(...(value?.bytes ?? []), 0x0b);
  return { code: counted([...list(locals.map((type) => [1, TYPE_CODES[type]])), ...bytes]), returns: !!value };
}

/**
 * A module of kernels. It imports its memory as `kernels.memory` and exports every kernel by its name.
 *
 * @returns the binary form
 */
export function assemble(kernels: readonly Kernel[]): Uint8Array<ArrayBuffer> {
  const bodies = kernels.map(assembleBody);
  const types = kernels.map(({ parameters }, i) => [
    0x60,
    ...counted(parameters.map((type) => TYPE_CODES[type])),
    ...counted(bodies[i].returns ? [TYPE_CODES.i32] : []),
  ]);
  const section = (id: number, items: readonly (readonly number[])[]): number[] => [id, ...counted(list(items))];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [[...named('kernels'), ...named('memory'), 2, 0, 1]]),
    ...section(
      3,
      kernels.map((_, i) => unsigned(i)),
    ),
    ...section(
      7,
      kernels.map(({ name }, i) => [...named(name), 0, ...unsigned(i)]),
    ),
    ...section(
      10,
      bodies.map(({ code }) => code),
    ),
  ]);
}
