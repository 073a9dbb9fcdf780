/** Where weights come from: named files, read over the network or from a folder. */
import { LabError } from '../../errors/lab-error.ts';

/** Reads the files of one set of weights. */
export interface WeightSource {
  /** Where it reads from, for messages. */
  readonly location: string;
  /**
   * Reads a file whole.
   *
   * @throws LabError 'missing-weights' where it cannot be read
   */
  read(name: string): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Other weights.
   *
   * @param path of their folder from this one, with the final slash
   */
  beside(this: void, path: string): WeightSource;
}

/**
 * Files that are in memory.
 *
 * @param location where they came from, for messages
 * @param others what lies beside them; nothing by default
 */
export function memoryWeights(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  location: string,
  others: (path: string) => WeightSource = (path) => memoryWeights([], `${location}${path}`),
): WeightSource {
  return {
    location,
    async read(name) {
      // What is read may be given away, and the file must be there another time.
      const file = files.find((one) => one.name === name);
      if (file) return Promise.resolve(file.bytes.slice());
      throw missing(`${location}${name}`, `it is not among ${files.map((one) => one.name).join(', ') || 'no files'}`);
    },
    beside: others,
  };
}

/** Hears about bytes as they arrive. */
export type BytesListener = (name: string, loaded: number, total: number) => void;

/**
 * Weights behind a URL.
 *
 * @param baseUrl folder URL, with or without the final slash
 * @param onBytes progress of each file; total is 0 where the server does not say
 * @param signalOf asked at the start of each download: what aborts it
 */
export function fetchWeights(
  baseUrl: string,
  onBytes?: BytesListener,
  signalOf?: () => AbortSignal | undefined,
): WeightSource {
  const location = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  return {
    location,
    async read(name) {
      const url = `${location}${name}`;
      const signal = signalOf?.();
      const response = await fetch(url, { signal }).catch((cause: unknown) => {
        if (signal?.aborted) throw cause;
        throw missing(url, cause instanceof Error ? cause.message : String(cause));
      });
      if (!response.ok || !response.body) throw missing(url, `the server answered ${response.status}`);
      // A compressed answer says how long it is on the way, not how long it will be.
      const compressed = response.headers.has('content-encoding');
      const total = compressed ? 0 : Number(response.headers.get('content-length') ?? 0);
      const chunks: Uint8Array[] = [];
      let loaded = 0;
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        chunks.push(value);
        loaded += value.length;
        onBytes?.(name, loaded, total);
      }
      const bytes = new Uint8Array(loaded);
      let at = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      return bytes;
    },
    beside: (path) => fetchWeights(new URL(path, location).href, onBytes, signalOf),
  };
}

function missing(url: string, words: string): LabError {
  return new LabError(
    'missing-weights',
    `Cannot read ${url}: ${words}.`,
    'A model is its model.json and every shard that it names: check that all of them are there.',
  );
}
