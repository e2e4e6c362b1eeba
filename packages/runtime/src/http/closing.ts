import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** Ends connections that are still open some time after `close()` began: event streams and HTTP/2 sessions never end by themselves. */
export function closeConnectionsInTime(server: FastifyInstance, milliseconds: number): void {
  const sockets = new Set<Socket>();
  server.server.on("secureConnection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.addHook("preClose", (done) => {
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, milliseconds);
    server.server.once("close", () => {
      clearTimeout(timer);
    });
    done();
  });
}
