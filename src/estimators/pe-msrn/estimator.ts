/** PE-MSRN, ready to use: reports → features → image → network → positions. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { LabError } from '../../errors/lab-error.ts';
import { featureImages, imageSide } from '../../features/image.ts';
import { clipToTrainingRange, normaliseFeatures } from '../../features/normalisation.ts';
import {
  encodeFeatures,
  featureCount,
  featureNames,
  featureUnits,
  rawFeatures,
} from '../../features/positional-encoding.ts';
import type { ReportValues } from '../../measurement/report.ts';
import { countFlops, countParameters } from '../blocks/cost.ts';
import { normalisePositions, restorePositions } from '../coordinates.ts';
import type { Activation, Estimator, EstimatorInput, FeatureTrace, NetworkTrace } from '../estimator.ts';
import { onlyLink } from '../links.ts';
import { decodeModel } from '../weights/format.ts';
import type { NetworkMetadata } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
import { SHOWN_LAYERS } from './architecture.ts';

/** Users in one pass through the network. */
const BATCH_SIZE = 128;

/**
 * Loads trained weights.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeModel`
 */
export async function loadPeMsrn(source: WeightSource): Promise<Estimator> {
  const { handler, metadata } = await decodeModel(source, 'pe-msrn');
  let model: layers.LayersModel;
  try {
    model = await layers.loadLayersModel(handler);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new LabError(
      'bad-file',
      `${source.location} does not hold a network that fits its weights: ${words}`,
      'Train it again.',
    );
  }
  const side = imageSide(featureCount(metadata.encoding));
  const [, height, width, channels] = model.inputs[0].shape;
  if (height !== side || width !== side || channels !== 1) {
    throw new LabError(
      'bad-file',
      `${source.location} holds a network for images of ${height}×${width}×${channels}, its encoding makes ${side}×${side}×1.`,
      'Train it again.',
    );
  }
  return createPeMsrn(model, metadata);
}

/**
 * Wraps a network that is already in memory; it belongs to the estimator from here on.
 *
 * @param model image [side, side, 1] → normalised coordinates [3]
 */
export function createPeMsrn(model: layers.LayersModel, metadata: NetworkMetadata): Estimator {
  const { encoding, statistics, coordinates } = metadata;
  const count = featureCount(encoding);
  const side = imageSide(count);
  const shown = SHOWN_LAYERS.filter(([name]) => model.layers.some((layer) => layer.name === name));
  let revealing: layers.LayersModel | null = null;

  const prepare = (
    measurements: ReportValues,
  ): { clipped: Float64Array; features: Float64Array; normalised: Float32Array } => {
    const clipped = clipToTrainingRange(rawFeatures(measurements), statistics);
    const features = encodeFeatures(clipped, encoding);
    return { clipped, features, normalised: normaliseFeatures(features, statistics) };
  };

  /** Images [users, side, side, 1] → normalised coordinates [users, 3]. */
  const predict = (images: () => tf.Tensor4D): tf.Tensor =>
    tf.tidy(() => model.predict(images(), { batchSize: BATCH_SIZE }) as tf.Tensor);

  return {
    trainedOn: { dataset: metadata.dataset, hash: metadata.datasetHash },
    parameterCount: countParameters(model),
    flopCount: countFlops(model),

    async estimate(input: EstimatorInput) {
      const { measurements } = onlyLink(input);
      const { normalised } = prepare(measurements);
      const images = featureImages(normalised, count);
      const known = Array.from({ length: measurements.count }, (_, user) => user).filter((user) =>
        normalised.subarray(user * count, (user + 1) * count).every((value) => !Number.isNaN(value)),
      );
      const positions = new Float32Array(measurements.count * 3).fill(NaN);
      for (let start = 0; start < known.length; start += BATCH_SIZE) {
        const users = known.slice(start, start + BATCH_SIZE);
        const batch = new Float32Array(users.length * side * side);
        users.forEach((user, i) =>
          batch.set(images.subarray(user * side * side, (user + 1) * side * side), i * side * side),
        );
        const output = predict(() => tf.tensor4d(batch, [users.length, side, side, 1]));
        const restored = restorePositions(await output.data(), coordinates);
        tf.dispose(output);
        users.forEach((user, i) => positions.set(restored.subarray(i * 3, i * 3 + 3), user * 3));
      }
      return positions;
    },

    async trace(input: EstimatorInput, user: number): Promise<NetworkTrace | null> {
      const { features, normalised } = prepare(pickUser(onlyLink(input).measurements, user));
      if (normalised.some(Number.isNaN)) return null;
      const image = featureImages(normalised, count);
      revealing ??= layers.model({
        inputs: model.inputs,
        outputs: [...shown.map(([name]) => model.getLayer(name).output as layers.SymbolicTensor), model.outputs[0]],
      });
      const network = revealing;
      const outputs = tf.tidy(() => network.predict(tf.tensor4d(image, [1, side, side, 1]))) as tf.Tensor[];
      const values = await Promise.all(outputs.map(async (tensor) => Float32Array.from(await tensor.data())));
      const activations: Activation[] = shown.map(([, title], i) => {
        const shape = outputs[i].shape;
        const [height, width, channels] = shape.length === 4 ? shape.slice(1) : [1, 1, shape[1] ?? 0];
        return { name: title, height, width, channels, values: values[i] };
      });
      tf.dispose(outputs);
      const output = values[values.length - 1];
      const featureTrace: FeatureTrace = {
        names: featureNames(encoding),
        units: featureUnits(encoding),
        values: Float32Array.from(features),
        normalised,
        height: side,
        width: side,
        image,
      };
      return { features: featureTrace, activations, output, position: restorePositions(output, coordinates) };
    },

    rehearse: (count) => predict(() => tf.zeros<tf.Rank.R4>([count, side, side, 1])).dispose(),

    normalisePositions: (positions) => normalisePositions(positions, coordinates),

    dispose() {
      // The revealing model shares its layers with the model; disposing of one frees them.
      model.dispose();
      revealing = null;
    },
  };
}

/** One user's reports as a table of one. */
function pickUser(table: ReportValues, user: number): ReportValues {
  const pick = (column: Float64Array): Float64Array => column.slice(user, user + 1);
  return {
    count: 1,
    snr: pick(table.snr),
    azimuth: pick(table.azimuth),
    elevation: pick(table.elevation),
    delay: pick(table.delay),
    power: pick(table.power),
  };
}
