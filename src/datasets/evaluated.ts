/**
 * The users of an evaluation under a name of their own: what `wavefix evaluate` measured, where it measured it, in the noise that it
 * drew, so that whoever reads a number of ours can look at everybody behind it.
 */
import type { DatasetDefinition, PositionsDefinition, SnrRule } from './definition.ts';
import { snrRule } from './definition.ts';
import { evaluatedAddress, PROTOCOLS } from './evaluated-address.ts';
import type { EvaluationRequest, Protocol } from './evaluation-set.ts';
import { addressOf, datasetOfScene, findDataset, isDatasetId } from './registry.ts';

/** What a name opens. */
export interface OpenedBy {
  readonly definition: DatasetDefinition;
  /** Whose users: an evaluation's, in its noise, or with null unseen ones, in whatever noise is asked for. */
  readonly protocol: Protocol | null;
}

/**
 * Reads what the page is asked to open: a scene, a dataset, or the users of an evaluation.
 *
 * @throws LabError 'unknown-id' for what is none of them
 */
export function readAddress(name: string): OpenedBy {
  const id = name.slice(0, name.lastIndexOf('-'));
  const protocol = PROTOCOLS.find((one) => name === evaluatedAddress(id, one));
  const evaluated = protocol && isDatasetId(id) ? findDataset(id) : undefined;
  if (protocol && evaluated?.kind === 'positions') return { definition: evaluated, protocol };
  return { definition: isDatasetId(name) ? findDataset(name) : datasetOfScene(name), protocol: null };
}

/** Shortest name that {@link readAddress} reads so. */
export function writeAddress({ definition, protocol }: OpenedBy): string {
  return protocol === null ? addressOf(definition) : evaluatedAddress(definition.id, protocol);
}

/** What is evaluated where nothing else is asked for, and what reports are kept of. */
export function evaluationOf(protocol: Protocol): EvaluationRequest {
  return { split: protocol === 'grid' ? 'training' : 'test', protocol, seed: 1 };
}

/**
 * The noise of an evaluation when a person asks for more or less of it.
 *
 * @param snrDb decibels: the SNR of every link of a grid; of unseen positions, which have an SNR each, what is added to it
 */
export function evaluatedSnr(definition: PositionsDefinition, protocol: Protocol, snrDb: number): SnrRule {
  if (protocol === 'grid') return snrRule(definition, snrDb);
  const [minimum, maximum] = definition.snrDb;
  return { kind: 'imposed', rangeDb: [minimum + snrDb, maximum + snrDb] };
}
