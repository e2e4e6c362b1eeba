import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** True for a route that streams a body of any length and ends it itself when nothing more comes. */
    longBody?: boolean;
  }
}

/**
 * Ends a request whose body is not there in time, over HTTP/1.1 and HTTP/2 alike. Node's own limit is one for the whole server: it would cut large
 * files off on slow links.
 * @param milliseconds for the whole body.
 */
export function boundBodyTime(server: FastifyInstance, milliseconds: number): void {
  Object.assign(server.server, { requestTimeout: 0, headersTimeout: 60_000 });
  server.addHook("onRequest", (request, _reply, done) => {
    const { raw } = request;
    if (!raw.complete && request.routeOptions.config.longBody !== true) {
      const timer = setTimeout(() => {
        // Nobody reads the end of a request without a body, but it is complete.
        if (!raw.complete) raw.destroy();
      }, milliseconds);
      timer.unref();
      const stop = (): void => {
        clearTimeout(timer);
      };
      raw.once("end", stop).once("close", stop);
    }
    done();
  });
}
