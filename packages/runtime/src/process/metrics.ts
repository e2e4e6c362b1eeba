import { createRequire } from "node:module";
import type * as PromClient from "prom-client";

/** Where counters, gauges and histograms live; `metrics()` renders them for Prometheus. */
export type Metrics = PromClient.Registry;

const require = createRequire(import.meta.url);

/** The metrics library, loaded at first use. */
export function metricsLibrary(): typeof PromClient {
  return require("prom-client") as typeof PromClient;
}

/** An empty registry. The process's own figures (memory, event loop, garbage collection) join at its first `metrics()`. */
export function createMetrics(): Metrics {
  const { Registry, collectDefaultMetrics } = metricsLibrary();
  const registry = new Registry();
  let started = false;
  const render = registry.metrics.bind(registry);
  registry.metrics = () => {
    if (!started) {
      started = true;
      collectDefaultMetrics({ register: registry });
    }
    return render();
  };
  return registry;
}

let shared: Metrics | undefined;

/** The registry that all servers of this process share unless they are given one. */
export function processMetrics(): Metrics {
  shared ??= createMetrics();
  return shared;
}
