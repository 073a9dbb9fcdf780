/** A network, ready to use: reports → features → network → positions. Every network of the lab runs through here. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { LabError } from '../../errors/lab-error.ts';
import { encodeFeatures, featureCount, featureLabels } from '../../features/feature-set.ts';
import { featureImages } from '../../features/image.ts';
import { clipToTrainingRange, normaliseFeatures } from '../../features/normalisation.ts';
import { rawFeatures } from '../../features/positional-encoding.ts';
import type { ReportValues } from '../../measurement/report.ts';
import type { DeviceReports } from '../../measurement/reports-gpu.ts';
import { countFlops, countParameters } from '../blocks/cost.ts';
import { createPredictor } from '../blocks/predictor.ts';
import type { Predictor } from '../blocks/predictor.ts';
import type { Activation, Estimator, EstimatorInput, FeatureTrace, NetworkTrace } from '../estimator.ts';
import { onlyLink } from '../links.ts';
import { decodeModel } from '../weights/format.ts';
import type { NetworkMetadata } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
import type { NetworkDefinition } from './definition.ts';
import { inputShape } from './definition.ts';
import { createDeviceFeatures } from './device-features.ts';
import { createDissection } from './dissection.ts';
import { createTargets } from './targets.ts';

/** Users in one pass through the network. */
const BATCH_SIZE = 128;

/**
 * Loads trained weights.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeModel`
 */
export async function loadNetwork(definition: NetworkDefinition, source: WeightSource): Promise<Estimator> {
  const { handler, metadata } = await decodeModel(source, definition.id);
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
  const made = inputShape(definition, featureCount(metadata.encoding));
  const wanted = model.inputs[0].shape.slice(1);
  if (made.length !== wanted.length || made.some((size, axis) => size !== wanted[axis])) {
    throw new LabError(
      'bad-file',
      `${source.location} holds a network for inputs of ${wanted.join('×')}, its features make ${made.join('×')}.`,
      'Train it again.',
    );
  }
  return createNetworkEstimator(definition, model, metadata, createPredictor(model));
}

/**
 * Wraps a network that is already in memory; it belongs to the estimator from here on.
 *
 * @param model features in the definition's layout → what `createTargets` asks for
 * @param predictor the same network folded, where its weights will not change any more; it belongs to the estimator, too
 */
export function createNetworkEstimator(
  definition: NetworkDefinition,
  model: layers.LayersModel,
  metadata: NetworkMetadata,
  predictor?: Predictor,
): Estimator {
  const { encoding, statistics } = metadata;
  const labels = featureLabels(encoding);
  const count = labels.length;
  const shape = inputShape(definition, count);
  const size = shape.reduce((product, length) => product * length, 1);
  const targets = createTargets(metadata);
  const shown = definition.shown.filter(([name]) => model.layers.some((layer) => layer.name === name));
  const onGraphics = createDeviceFeatures(encoding, statistics);
  let revealing: layers.LayersModel | null = null;

  const prepare = (measurements: ReportValues): { features: Float64Array; normalised: Float32Array } => {
    const clipped = clipToTrainingRange(rawFeatures(measurements), statistics);
    const features = encodeFeatures(clipped, encoding);
    return { features, normalised: normaliseFeatures(features, statistics) };
  };

  /** z-scores [users, N] in the layout that the network reads [users, size]. */
  const arrange = (normalised: Float32Array): Float32Array =>
    definition.layout === 'image' ? featureImages(normalised, count) : normalised;

  const predict = (inputs: () => tf.Tensor): tf.Tensor =>
    tf.tidy(() =>
      predictor ? predictor.predict(inputs()) : (model.predict(inputs(), { batchSize: BATCH_SIZE }) as tf.Tensor),
    );

  /** What the network answers users [count, 3], in normalised coordinates. */
  const answer = async (inputs: () => tf.Tensor): Promise<Float32Array> => {
    const output = predict(inputs);
    try {
      return Float32Array.from(await output.data());
    } finally {
      output.dispose();
    }
  };

  /** The same for reports that lie where the network runs, link by link; null where they cannot be used there. */
  const answerOnDevice = async (reports: DeviceReports): Promise<Float32Array | null> => {
    const features = await onGraphics.encode(reports);
    if (!features) return null;
    try {
      return await answer(() => {
        const padded = tf.pad(features, [
          [0, 0],
          [0, size - count],
        ]);
        return tf.reshape(padded, [reports.users.length, ...shape]);
      });
    } finally {
      features.dispose();
    }
  };

  const dissection = createDissection(model, (input, user) => {
    const { normalised } = prepare(pickUser(onlyLink(input).measurements, user));
    return normalised.some(Number.isNaN) ? null : tf.tensor(arrange(normalised), [1, ...shape]);
  });

  return {
    trainedOn: { dataset: metadata.dataset, hash: metadata.datasetHash },
    parameterCount: countParameters(model),
    flopCount: countFlops(model),

    async estimate(input: EstimatorInput) {
      const { measurements, onDevice } = onlyLink(input);
      const { features, normalised } = prepare(measurements);
      const known = Array.from({ length: measurements.count }, (_, user) => user).filter((user) =>
        normalised.subarray(user * count, (user + 1) * count).every((value) => !Number.isNaN(value)),
      );
      const positions = new Float32Array(measurements.count * 3).fill(NaN);
      const restore = (users: readonly number[], answers: Float32Array): void => {
        const restored = targets.restore(answers, gather(features, users, count));
        users.forEach((user, i) => positions.set(restored.subarray(i * 3, i * 3 + 3), user * 3));
      };
      if (onDevice && known.length > 0 && known.every((user) => onDevice.users.includes(user))) {
        const answers = await answerOnDevice(onDevice);
        if (answers) {
          const links = known.map((user) => onDevice.users.indexOf(user));
          restore(known, gather(answers, links, 3));
          return positions;
        }
      }
      const inputs = arrange(normalised);
      for (let start = 0; start < known.length; start += BATCH_SIZE) {
        const users = known.slice(start, start + BATCH_SIZE);
        restore(users, await answer(() => tf.tensor(gather(inputs, users, size), [users.length, ...shape])));
      }
      return positions;
    },

    async trace(input: EstimatorInput, user: number): Promise<NetworkTrace | null> {
      const { features, normalised } = prepare(pickUser(onlyLink(input).measurements, user));
      if (normalised.some(Number.isNaN)) return null;
      const image = arrange(normalised);
      revealing ??= layers.model({
        inputs: model.inputs,
        outputs: [...shown.map(([name]) => model.getLayer(name).output as layers.SymbolicTensor), model.outputs[0]],
      });
      const network = revealing;
      const outputs = tf.tidy(() => network.predict(tf.tensor(image, [1, ...shape]))) as tf.Tensor[];
      const values = await Promise.all(outputs.map(async (tensor) => Float32Array.from(await tensor.data())));
      const activations: Activation[] = shown.map(([, title], i) => {
        const [height, width, channels] = imageShape(outputs[i].shape.slice(1));
        return { name: title, height, width, channels, values: values[i] };
      });
      tf.dispose(outputs);
      const position = targets.restore(values[values.length - 1], features);
      const [height, width] = definition.layout === 'image' ? shape : [1, count];
      const featureTrace: FeatureTrace = {
        names: labels.map(([name]) => name),
        units: labels.map(([, unit]) => unit),
        values: Float32Array.from(features),
        normalised,
        height,
        width,
        image,
      };
      return { features: featureTrace, activations, output: targets.normalise(position), position };
    },

    dissect: dissection.dissect,

    explainNumber: dissection.explainNumber,

    rehearse: (users) => predict(() => tf.zeros([users, ...shape])).dispose(),

    normalisePositions: targets.normalise,

    dispose() {
      // The revealing model shares its layers with the model; disposing of one frees them.
      model.dispose();
      predictor?.dispose();
      onGraphics.dispose();
      revealing = null;
    },
  };
}

/** Some rows of a table of rows of `width` values. */
function gather<T extends Float32Array | Float64Array>(table: T, rows: readonly number[], width: number): T {
  const gathered = table.slice(0, rows.length * width) as T;
  rows.forEach((row, i) => gathered.set(table.subarray(row * width, (row + 1) * width), i * width));
  return gathered;
}

function imageShape(shape: readonly number[]): readonly number[] {
  return shape.length === 3 ? shape : [1, 1, shape[0]];
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
