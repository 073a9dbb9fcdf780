/** Command-line options from a table: typed, checked, and content with values that begin with "-". */
import { LabError } from '../errors/lab-error.ts';

/** What an option takes. */
type OptionKind = 'flag' | 'text' | 'number' | 'integer' | 'numbers';

/** One option of a command. */
export interface OptionSpec {
  readonly kind: OptionKind;
  /** How its value is written, for messages: such as "x,y,z". */
  readonly shape?: string;
  /** How many numbers a `numbers` option takes; any number if left out. */
  readonly length?: number;
  /** Allowed values of a `text` option. */
  readonly choices?: readonly string[];
  /** True where the command cannot do without. */
  readonly required?: boolean;
}

type ValueOf<S extends OptionSpec> = S['kind'] extends 'flag'
  ? boolean
  : S['kind'] extends 'text'
    ? S extends { choices: readonly (infer C)[] }
      ? C
      : string
    : S['kind'] extends 'numbers'
      ? readonly number[]
      : number;

/** The values of a table of options: flags are always there, others only where given or required. */
export type OptionValues<T extends Readonly<Record<string, OptionSpec>>> = {
  readonly [K in keyof T]: T[K]['kind'] extends 'flag'
    ? boolean
    : T[K] extends { required: true }
      ? ValueOf<T[K]>
      : ValueOf<T[K]> | undefined;
};

/**
 * Parses arguments.
 *
 * @param args what follows the command's name
 * @param table the command's options by name, without dashes
 * @returns values by name, and what stood there without a name
 * @throws LabError `bad-argument` naming the option
 */
export function parseArguments<const T extends Readonly<Record<string, OptionSpec>>>(
  args: readonly string[],
  table: T,
): { readonly values: OptionValues<T>; readonly positionals: readonly string[] } {
  const values: Record<string, unknown> = {};
  const positionals: string[] = [];
  for (const [name, spec] of Object.entries(table)) values[name] = spec.kind === 'flag' ? false : undefined;
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    if (!argument.startsWith('--')) {
      positionals.push(argument);
      continue;
    }
    const equals = argument.indexOf('=');
    const name = argument.slice(2, equals < 0 ? undefined : equals);
    if (!Object.hasOwn(table, name)) {
      throw new LabError(
        'bad-argument',
        `There is no option --${name}.`,
        `Options: ${Object.keys(table)
          .map((key) => `--${key}`)
          .join(', ')}.`,
      );
    }
    const spec = table[name];
    if (spec.kind === 'flag') {
      if (equals >= 0) throw wrongValue(name, spec, argument.slice(equals + 1));
      values[name] = true;
      continue;
    }
    // The next word is the value whatever it begins with, except another option: "--ue -1,2,3".
    const value = equals >= 0 ? argument.slice(equals + 1) : args[++i];
    if (value === undefined || (equals < 0 && value.startsWith('--'))) {
      throw new LabError('bad-argument', `Option --${name} has no value.`, `Write --${name} ${describe(spec)}.`);
    }
    values[name] = readValue(name, spec, value);
  }
  for (const [name, spec] of Object.entries(table)) {
    if (spec.required && values[name] === undefined) {
      throw new LabError('bad-argument', `Option --${name} is missing.`, `Write --${name} ${describe(spec)}.`);
    }
  }
  return { values: values as OptionValues<T>, positionals };
}

function readValue(name: string, spec: OptionSpec, value: string): unknown {
  const number = (text: string): number => {
    const parsed = text.trim() === '' ? NaN : Number(text);
    if (!Number.isFinite(parsed)) throw wrongValue(name, spec, value);
    return parsed;
  };
  switch (spec.kind) {
    case 'text':
      if (value === '' || (spec.choices && !spec.choices.includes(value))) throw wrongValue(name, spec, value);
      return value;
    case 'number':
      return number(value);
    case 'integer': {
      const parsed = number(value);
      if (!Number.isSafeInteger(parsed)) throw wrongValue(name, spec, value);
      return parsed;
    }
    case 'numbers': {
      const list = value.split(',').map(number);
      if (spec.length !== undefined && list.length !== spec.length) throw wrongValue(name, spec, value);
      return list;
    }
    case 'flag':
      return true;
    default:
      return spec.kind satisfies never;
  }
}

function describe(spec: OptionSpec): string {
  return spec.shape ?? spec.choices?.join('|') ?? (spec.kind === 'integer' ? 'a whole number' : `a ${spec.kind}`);
}

function wrongValue(name: string, spec: OptionSpec, value: string): LabError {
  return new LabError(
    'bad-argument',
    `Option --${name} cannot be "${value}".`,
    spec.kind === 'flag' ? `Write --${name} without a value.` : `Write --${name} ${describe(spec)}.`,
  );
}
