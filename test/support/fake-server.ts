import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a server that is not PostgreSQL does with a connection. */
export const FAKE_SERVERS = {
  'speaks HTTP': (socket: Socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  },
  'closes at once': (socket: Socket) => {
    socket.destroy();
  },
  'closes when it is spoken to': (socket: Socket) => {
    socket.once('data', () => socket.end());
  },
  'greets like MySQL': (socket: Socket) => {
    socket.write(Buffer.from('4a0000000a382e302e333600', 'hex'));
  },
  'never answers': () => {},
} as const;

/** Starts a server that is not PostgreSQL, and gives its port; it is stopped when the test ends. */
export async function startFakeServer(kind: keyof typeof FAKE_SERVERS): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    FAKE_SERVERS[kind](socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
