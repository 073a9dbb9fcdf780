/**
 * A small typed remote procedure call over a message port: promises, a stream of events before the answer,
 * cancellation, and typed arrays that are transferred instead of copied. It knows nothing of positioning.
 */
import { LabError, toLabError, type LabErrorCode } from '../errors/lab-error.ts';

/** The shape of a call table: what each call is asked, what it streams, what it answers. */
export type CallTable<T> = { readonly [K in keyof T]: { request: unknown; event: unknown; response: unknown } };

/** The part of a worker or port that both ends need. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

type ToServer =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly request: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

type ToClient =
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'response'; readonly id: number; readonly response: unknown }
  | {
      readonly kind: 'error';
      readonly id: number;
      readonly code: LabErrorCode;
      readonly message: string;
      readonly hint: string;
    };

/** What a handler is given beside its request. */
export interface CallContext<Event> {
  /** Aborted when the caller loses interest. */
  readonly signal: AbortSignal;
  /** Streams one event to the caller. Its typed arrays are given away. */
  readonly emit: (event: Event) => void;
}

/** One function per call. What it returns is given away, typed arrays included. */
export type Handlers<T extends CallTable<T>> = {
  readonly [K in keyof T]: (request: T[K]['request'], context: CallContext<T[K]['event']>) => Promise<T[K]['response']>;
};

/** What a caller may add to a call. */
export interface CallOptions<Event> {
  readonly onEvent?: (event: Event) => void;
  readonly signal?: AbortSignal;
}

/** The caller's end. */
export interface Client<T extends CallTable<T>> {
  /**
   * @throws LabError whatever the handler threw, or code 'cancelled' once the signal is aborted
   */
  call<K extends keyof T & string>(
    name: K,
    request: T[K]['request'],
    options?: CallOptions<T[K]['event']>,
  ): Promise<T[K]['response']>;
  /** Rejects every call that is still open; for an end that has died. */
  fail(error: LabError): void;
}

/** Every distinct buffer under a value, so that it can be transferred. */
export function collectBuffers(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    for (const item of value) collectBuffers(item, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) collectBuffers(item, found);
  }
  return [...found];
}

/**
 * A deep copy of plain data whose typed arrays own just what they show; for a handler that keeps what it answers.
 */
export function copyForTransfer<V>(value: V): V {
  // A structured clone would copy the whole buffer behind a view; a slice copies what the view shows.
  const copy = (item: unknown): unknown => {
    if (ArrayBuffer.isView(item)) return (item as unknown as { slice(): unknown }).slice();
    if (Array.isArray(item)) return item.map(copy);
    if (typeof item === 'object' && item !== null) {
      return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, copy(inner)]));
    }
    return item;
  };
  return copy(value) as V;
}

/**
 * Answers calls that arrive at a port.
 *
 * @param port the worker's own end
 * @param handlers one function per call
 */
export function serve<T extends CallTable<T>>(port: Port, handlers: Handlers<T>): void {
  const running = new Map<number, AbortController>();
  const send = (message: ToClient): void => port.postMessage(message, collectBuffers(message));

  const answer = async (id: number, name: string, request: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = handlers[name as keyof T];
      const response = await handler(request, {
        signal: controller.signal,
        emit: (event) => {
          if (!controller.signal.aborted) send({ kind: 'event', id, event });
        },
      });
      send({ kind: 'response', id, response });
    } catch (cause) {
      const { code, message, hint } = toLabError(cause);
      send({ kind: 'error', id, code, message, hint });
    } finally {
      running.delete(id);
    }
  };

  port.addEventListener('message', (event) => {
    const message = event.data as ToServer;
    switch (message.kind) {
      case 'call':
        void answer(message.id, message.name, message.request);
        return;
      case 'cancel':
        running.get(message.id)?.abort();
        return;
      default:
        message satisfies never;
    }
  });
}

/**
 * Opens the caller's end of a port.
 *
 * @param port the worker as the page sees it
 */
export function connect<T extends CallTable<T>>(port: Port): Client<T> {
  interface Pending {
    resolve(value: unknown): void;
    reject(error: LabError): void;
    onEvent?: (event: unknown) => void;
  }
  const pending = new Map<number, Pending>();
  let lastId = 0;

  port.addEventListener('message', (event) => {
    const message = event.data as ToClient;
    const call = pending.get(message.id);
    if (!call) return; // cancelled: its late answer is nobody's
    switch (message.kind) {
      case 'event':
        call.onEvent?.(message.event);
        return;
      case 'response':
        pending.delete(message.id);
        call.resolve(message.response);
        return;
      case 'error':
        pending.delete(message.id);
        call.reject(new LabError(message.code, message.message, message.hint));
        return;
      default:
        message satisfies never;
    }
  });

  return {
    call(name, request, options = {}) {
      const { signal, onEvent } = options;
      return new Promise((resolve, reject) => {
        const id = ++lastId;
        const cancelled = (): void => {
          if (!pending.delete(id)) return;
          port.postMessage({ kind: 'cancel', id } satisfies ToServer, []);
          reject(new LabError('cancelled', `The call "${name}" was cancelled.`, 'Start it again when you need it.'));
        };
        pending.set(id, {
          resolve: (value) => {
            signal?.removeEventListener('abort', cancelled);
            resolve(value);
          },
          reject: (error) => {
            signal?.removeEventListener('abort', cancelled);
            reject(error);
          },
          onEvent: onEvent,
        });
        port.postMessage({ kind: 'call', id, name, request } satisfies ToServer, []);
        if (signal?.aborted) cancelled();
        else signal?.addEventListener('abort', cancelled, { once: true });
      });
    },
    fail(error) {
      const open = [...pending.values()];
      pending.clear();
      for (const call of open) call.reject(error);
    },
  };
}
