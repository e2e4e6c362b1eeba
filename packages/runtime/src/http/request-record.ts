import type { FastifyInstance } from "fastify";
import type * as PromClient from "prom-client";
import type { Logger } from "../logging/logger.js";
import { metricsLibrary, processMetrics, type Metrics } from "../process/metrics.js";

const histogramName = "soarkit_http_request_seconds";

/** Logs each request at `debug` (never its query, headers or body) and measures it by route. */
export function addRequestRecord(server: FastifyInstance, options: { readonly name: string; readonly log: Logger; readonly metrics?: Metrics }): void {
  const seconds = requestHistogram(options.metrics ?? processMetrics());
  server.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "(none)";
    seconds.observe({ server: options.name, method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    const ms = Math.round(reply.elapsedTime);
    options.log.debug({ request: request.id, method: request.method, route, status: reply.statusCode, ms, from: request.ip }, "Request");
    done();
  });
}

type RequestHistogram = PromClient.Histogram<"server" | "method" | "route" | "status">;

function requestHistogram(registry: Metrics): RequestHistogram {
  const existing = registry.getSingleMetric(histogramName);
  if (existing !== undefined) return existing as RequestHistogram;
  const { Histogram } = metricsLibrary();
  return new Histogram({
    name: histogramName,
    help: "Time to answer an HTTP request, by server and route",
    labelNames: ["server", "method", "route", "status"],
    buckets: [0.002, 0.01, 0.05, 0.25, 1, 5, 30],
    registers: [registry],
  });
}
