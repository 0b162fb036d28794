import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** When a {@link CuttingProxy} cuts. */
export interface Cut {
  /** What the server says last: a command tag such as `COMMIT`. */
  readonly tag: string;
  /** At which of them, counted from 1. */
  readonly at: number;
  /** Whether the client still hears it. */
  readonly isHeard: boolean;
}

/** Stands between a client and a PostgreSQL server on this machine, and cuts the connection when the server says something. */
export class CuttingProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(port: number, cut: Cut): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server);
    let seen = 0;
    server.on('connection', (client) => {
      const upstream = connect(port, '127.0.0.1');
      const end = (): void => {
        client.destroy();
        upstream.destroy();
      };
      for (const socket of [client, upstream]) {
        proxy.#sockets.add(socket);
        socket.on('error', end).on('close', end);
      }
      client.on('data', (bytes) => upstream.write(bytes));
      upstream.on('data', (bytes) => {
        seen += countTags(bytes, cut.tag);
        if (seen < cut.at) {
          client.write(bytes);
          return;
        }
        seen = Number.NEGATIVE_INFINITY;
        if (cut.isHeard) client.write(bytes, end);
        else end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** A URL of the server, by way of this. */
  route(url: string): string {
    const address = this.#server.address();
    const routed = new URL(url);
    if (address !== null && typeof address === 'object') routed.port = String(address.port);
    return routed.href;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** The messages `CommandComplete` with this tag; a command's answer is small and comes in one piece. */
function countTags(bytes: Buffer, tag: string): number {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + tag.length + 1);
  const message = Buffer.concat([Buffer.from('C'), length, Buffer.from(`${tag}\0`)]);
  let count = 0;
  for (let at = bytes.indexOf(message); at >= 0; at = bytes.indexOf(message, at + 1)) count += 1;
  return count;
}
