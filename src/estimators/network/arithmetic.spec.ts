import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { CNN } from '../cnn/network.ts';
import { MSRN } from '../msrn/network.ts';
import { PE_FCNET } from '../pe-fcnet/network.ts';
import { PE_MSN } from '../pe-msn/network.ts';
import { PE_MSRN } from '../pe-msrn/network.ts';
import { PE_MSRN_PLUS } from '../pe-msrn-plus/network.ts';
import { PE_SRN } from '../pe-srn/network.ts';
import { listUnits, revealUnits } from './anatomy.ts';
import type { UnitOutput } from './arithmetic.ts';
import { explainNumber } from './arithmetic.ts';
import type { NetworkDefinition } from './definition.ts';
import { inputShape } from './definition.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const random = createRandom(11);

/** A network whose batch statistics are not those that it was born with. */
function buildSettled(definition: NetworkDefinition, features: number): layers.LayersModel {
  const model = definition.build({ inputShape: inputShape(definition, features), baseWidth: 4, dropout: 0.2 });
  for (const layer of model.layers.filter((one) => one.getClassName() === 'BatchNormalization')) {
    layer.setWeights(
      layer.getWeights().map((weight) => {
        const values = Float32Array.from({ length: weight.size }, () => 0.5 + random.uniform());
        return tf.tensor(values, weight.shape);
      }),
    );
  }
  return model;
}

const CASES: readonly (readonly [NetworkDefinition, number])[] = [
  [PE_MSRN, 32],
  [PE_MSN, 32],
  [PE_SRN, 64],
  [MSRN, 16],
  [CNN, 32],
  [PE_FCNET, 32],
  [PE_MSRN_PLUS, 24],
];

describe.each(CASES.map(([definition, features]) => [definition.id, definition, features] as const))(
  '%s taken apart',
  (_, definition, features) => {
    it('has every number explained to what the network computes', async () => {
      const model = buildSettled(definition, features);
      const units = listUnits(model);
      const shape = inputShape(definition, features);
      const size = shape.reduce((product, length) => product * length, 1);
      const input = tf.tensor(
        Float32Array.from({ length: size }, () => random.normal()),
        [1, ...shape],
      );
      const tensors = revealUnits(model, units).predict(input) as tf.Tensor[];
      const outputs = new Map<string, UnitOutput>();
      for (const [i, { name, height, width, channels }] of units.entries()) {
        const values = Float32Array.from(await tensors[i].data());
        expect(values.length, name).toBe(height * width * channels);
        outputs.set(name, { height, width, channels, values });
      }
      for (const unit of units) {
        const { name, height, width, channels, operation } = unit;
        const reads = unit.reads.map((read) => {
          const output = outputs.get(read);
          if (!output) throw new Error(`${name} reads ${read}, which no unit makes`);
          return output;
        });
        for (let trial = 0; trial < 4; trial++) {
          const place = {
            row: Math.floor(random.uniform() * height),
            column: Math.floor(random.uniform() * width),
            channel: Math.floor(random.uniform() * channels),
          };
          const explained = await explainNumber(unit, reads, place);
          if (operation === 'input') {
            expect(explained).toBeNull();
            continue;
          }
          const made = outputs.get(name)?.values[(place.row * width + place.column) * channels + place.channel] ?? NaN;
          expect([explained?.steps.at(-1)?.value ?? NaN], `${name} at ${JSON.stringify(place)}`).toBeAllclose([made], {
            relative: 1e-4,
            absolute: 1e-5,
          });
        }
      }
    });

    it('has all parameters, and no operation that it does not know', () => {
      const model = buildSettled(definition, features);
      const units = listUnits(model);
      const trainable = model.trainableWeights.reduce(
        (sum, { shape }) => sum + shape.reduce<number>((n, d) => n * (d ?? 1), 1),
        0,
      );
      expect(units.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(trainable);
      expect(units.map(({ operation }) => operation)).not.toContain('other');
      const names = units.map(({ name }) => name);
      for (const [i, { reads }] of units.entries()) {
        for (const read of reads) expect(names.indexOf(read)).toBeLessThan(i);
      }
      expect(names).toEqual(expect.arrayContaining([model.outputNames[0]]));
    });
  },
);
