import type { ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/**
 * Ends connections that are still open some time after `close()` began: event streams and HTTP/2 sessions never end by
 * themselves. HTTP/2 sessions are told at once that nothing more will be answered, so idle ones go without waiting.
 */
export function closeConnectionsInTime(server: FastifyInstance, milliseconds: number): void {
  const sockets = new Set<Socket>();
  const sessions = new Set<ServerHttp2Session>();
  server.server.on("setSecureContext" in server.server ? "secureConnection" : "connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.server.on("session", (session: ServerHttp2Session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  server.addHook("preClose", (done) => {
    for (const session of sessions) session.close();
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, milliseconds);
    server.server.once("close", () => {
      clearTimeout(timer);
    });
    done();
  });
}
