import { describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { parseArguments } from './arguments.ts';

describe('parseArguments', () => {
  const table = {
    ue: { kind: 'numbers', length: 3, required: true },
    name: { kind: 'text', choices: ['a', 'b'] },
    count: { kind: 'integer' },
    fast: { kind: 'flag' },
  } as const;

  it('takes values that begin with a minus, in both spellings', () => {
    expect(parseArguments(['--ue', '-1,2,-3e1', 'word', '--fast'], table)).toEqual({
      values: { ue: [-1, 2, -30], name: undefined, count: undefined, fast: true },
      positionals: ['word'],
    });
    expect(parseArguments(['--ue=-1,0,0', '--count=-4', '--name', 'b'], table).values).toEqual({
      ue: [-1, 0, 0],
      name: 'b',
      count: -4,
      fast: false,
    });
  });

  it.each([
    [['--name', 'a'], /--ue is missing/],
    [['--ue', '1,2'], /--ue cannot be "1,2"/],
    [['--ue', '1,2,x'], /--ue cannot/],
    [['--ue', '1,,3'], /--ue cannot/],
    [['--ue'], /--ue has no value/],
    [['--ue', '--fast'], /--ue has no value/],
    [['--ue', '1,2,3', '--name', 'c'], /--name cannot be "c"/],
    [['--ue', '1,2,3', '--count', '1.5'], /--count cannot/],
    [['--ue', '1,2,3', '--fast=yes'], /--fast cannot/],
    [['--slow'], /no option --slow/],
  ])('refuses %j', (args, message) => {
    expect(() => parseArguments(args, table)).toThrow(message);
    expect(() => parseArguments(args, table)).toThrow(LabError);
  });
});
