/** A network taken apart while one user goes through it; built when somebody first looks, and freed with the network. */
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { LabError } from '../../errors/lab-error.ts';
import type { Estimator, EstimatorInput } from '../estimator.ts';
import { listUnits, revealUnits } from './anatomy.ts';
import type { LayeredUnit, NetworkAnatomy } from './anatomy.ts';
import { explainNumber } from './arithmetic.ts';
import type { UnitPlace } from './arithmetic.ts';

/** The methods of an estimator that take its network apart. */
export type Dissection = Required<Pick<Estimator, 'dissect' | 'explainNumber'>>;

/**
 * Prepares to take a network apart.
 *
 * @param present one user as the network reads it [1, …], or null without a report; disposed of here
 */
export function createDissection(
  model: layers.LayersModel,
  present: (input: EstimatorInput, user: number) => tf.Tensor | null,
): Dissection {
  let built: { readonly units: readonly LayeredUnit[]; readonly revealing: layers.LayersModel } | undefined;

  /** All outputs of one pass, in the order of the units. */
  const run = async (
    input: EstimatorInput,
    user: number,
  ): Promise<{ units: readonly LayeredUnit[]; values: readonly Float32Array[] } | null> => {
    const presented = present(input, user);
    if (!presented) return null;
    if (!built) {
      const units = listUnits(model);
      built = { units, revealing: revealUnits(model, units) };
    }
    const { units, revealing } = built;
    const outputs = tf.tidy(() => revealing.predict(presented) as tf.Tensor[]);
    const values = await Promise.all(outputs.map(async (tensor) => Float32Array.from(await tensor.data())));
    tf.dispose([presented, ...outputs]);
    return { units, values };
  };

  return {
    async dissect(input, user): Promise<NetworkAnatomy | null> {
      const passed = await run(input, user);
      return (
        passed && {
          units: passed.units.map(({ head, tail, ...unit }, i) => {
            void head; // layers stay on this side
            void tail;
            return { ...unit, values: passed.values[i] };
          }),
        }
      );
    },

    async explainNumber(input, user, name, place) {
      const passed = await run(input, user);
      if (!passed) return null;
      const { units, values } = passed;
      const unit = units.find((one) => one.name === name);
      if (!unit || !isWithin(unit, place)) {
        throw new LabError(
          'unknown-id',
          `The network has no number at ${name}, row ${place.row}, column ${place.column}, channel ${place.channel}.`,
          'Choose one that the diagram shows.',
        );
      }
      const reads = unit.reads.map((read) => {
        const i = units.findIndex((one) => one.name === read);
        const { height, width, channels } = units[i];
        return { height, width, channels, values: values[i] };
      });
      return explainNumber(unit, reads, place);
    },
  };
}

function isWithin({ height, width, channels }: LayeredUnit, { row, column, channel }: UnitPlace): boolean {
  const isOneOf = (index: number, size: number): boolean => Number.isInteger(index) && index >= 0 && index < size;
  return isOneOf(row, height) && isOneOf(column, width) && isOneOf(channel, channels);
}
