/** Serves the built page on a free port of this machine, for tests, benchmarks and screenshots. */
import type { Socket } from 'node:net';
import { preview } from 'vite';

/** A running server. */
export interface ServedPage {
  /** Address of the page, with a trailing slash. */
  readonly url: string;
  /** Bytes that have left the server so far, headers included, as compressed as they travel. */
  readonly bytesSent: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Serves `dist/`, which `npm run build` writes.
 *
 * @throws if there is no build
 */
export async function servePage(): Promise<ServedPage> {
  const server = await preview({ preview: { port: 0, host: '127.0.0.1', open: false }, logLevel: 'error' });
  const sockets = new Set<Socket>();
  let closedBytes = 0;
  server.httpServer.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      closedBytes += socket.bytesWritten;
    });
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The preview server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    bytesSent: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, closedBytes),
    close: () => server.close(),
  };
}
