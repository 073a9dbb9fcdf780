/** What the networks of several sites can be fed, and the names of weights that are. */

/** All of them; the first is what is used where nothing else is asked for. */
export const INPUT_KINDS = ['measured', 'fingerprint'] as const;

/** See {@link INPUT_KINDS}. */
export type InputKind = (typeof INPUT_KINDS)[number];

/** Name of a dataset's weights among those of one estimator: the input is told where it is not what is measured. */
export function weightsName(dataset: string, input: InputKind = 'measured'): string {
  return input === 'measured' ? dataset : `${dataset}-${input}`;
}
