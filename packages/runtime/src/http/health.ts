import type { FastifyInstance } from "fastify";
import { processMetrics, type Metrics } from "../process/metrics.js";

/** Says whether a server is ready: true, or why not. */
export type ReadyCheck = () => boolean | string | Promise<boolean | string>;

const checks = new WeakMap<FastifyInstance, ReadyCheck>();

/** What `/readyz` asks. Without a check a server is ready as soon as it listens. Give the server itself, not a plugin's scope. */
export function setReady(server: FastifyInstance, check: ReadyCheck): void {
  checks.set(server, check);
}

/** `/healthz` (the process serves), `/readyz` (503 until ready), `/metrics` (Prometheus text). */
export function addHealthRoutes(server: FastifyInstance, metrics: Metrics | undefined): void {
  server.get("/healthz", () => ({ status: "ok" }));
  server.get("/readyz", async (_request, reply) => {
    const ready = (await checks.get(server)?.()) ?? true;
    if (ready === true) return { status: "ready" };
    return reply.code(503).send({ status: "not ready", ...(typeof ready === "string" ? { reason: ready } : {}) });
  });
  server.get("/metrics", async (_request, reply) => {
    const registry = metrics ?? processMetrics();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
