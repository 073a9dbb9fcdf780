/**
 * What the page keeps in the browser, by shelf and key: measured training sets, unfinished trainings, trained weights. It
 * survives the tab and stays on this computer; a browser may also refuse to keep anything, or run out of room.
 */
import { LabError } from '../errors/lab-error.ts';

/** What is kept, each on a shelf of its own. */
const SHELVES = ['soundings', 'trainings', 'models'] as const;

/** One of the shelves. */
export type Shelf = (typeof SHELVES)[number];

/** See the file's head. */
export interface BrowserStore {
  /** What lies there, or undefined; whoever reads it checks what it is. */
  get(shelf: Shelf, key: string): Promise<unknown>;
  /**
   * Keeps plain data, typed arrays included.
   *
   * @throws LabError 'unsupported' where the browser keeps nothing, or has no room left
   */
  put(shelf: Shelf, key: string, value: unknown): Promise<void>;
  delete(shelf: Shelf, key: string): Promise<void>;
  /** Keys of a shelf that begin with a prefix. */
  keys(shelf: Shelf, prefix: string): Promise<readonly string[]>;
}

const DATABASE = 'wavefix';
const VERSION = 1;

/** Opens the store; a browser that keeps nothing gives one that is always empty. */
export async function openBrowserStore(): Promise<BrowserStore> {
  try {
    return databaseStore(await openDatabase());
  } catch {
    return refusingStore();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, VERSION);
    opening.onupgradeneeded = () => {
      for (const shelf of SHELVES) opening.result.createObjectStore(shelf);
    };
    opening.onsuccess = () => {
      // A later version of the page must not wait for this tab.
      opening.result.onversionchange = () => opening.result.close();
      resolve(opening.result);
    };
    opening.onerror = () => reject(asError(opening.error));
    opening.onblocked = () => reject(new Error('another tab holds an older version of it'));
  });
}

function databaseStore(database: IDBDatabase): BrowserStore {
  const transact = <T>(shelf: Shelf, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(shelf, mode, { durability: 'relaxed' });
      const request = work(transaction.objectStore(shelf));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(asError(transaction.error ?? request.error));
    });
  return {
    get: (shelf, key) => transact<unknown>(shelf, 'readonly', (store) => store.get(key)).catch(() => undefined),
    async put(shelf, key, value) {
      try {
        await transact(shelf, 'readwrite', (store) => store.put(value, key));
      } catch (cause) {
        throw refusal(cause);
      }
    },
    async delete(shelf, key) {
      await transact(shelf, 'readwrite', (store) => store.delete(key)).catch(() => undefined);
    },
    async keys(shelf, prefix) {
      const keys = await transact(shelf, 'readonly', (store) => store.getAllKeys()).catch(() => []);
      return keys.filter((key) => typeof key === 'string' && key.startsWith(prefix)).map(String);
    },
  };
}

function refusingStore(): BrowserStore {
  return {
    get: () => Promise.resolve(undefined),
    put: () => Promise.reject(refusal(new Error('it keeps nothing for this page'))),
    delete: () => Promise.resolve(),
    keys: () => Promise.resolve([]),
  };
}

function refusal(cause: unknown): LabError {
  if (cause instanceof DOMException && cause.name === 'QuotaExceededError') {
    return new LabError(
      'unsupported',
      'The browser’s storage for this page is full.',
      'Free some room, or save the files before the page is closed.',
    );
  }
  const words = cause instanceof Error ? cause.message : String(cause);
  return new LabError(
    'unsupported',
    `The browser does not keep it: ${words}.`,
    'Save the files before the page is closed.',
  );
}

function asError(cause: DOMException | null): Error {
  return cause ?? new Error('the browser gave no reason');
}
