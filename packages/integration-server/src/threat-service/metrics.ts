import { metricsLibrary, processMetrics } from "@soarkit/runtime";

/** Figures of the threat service in the registry of the process. */
export interface ThreatServiceMetrics {
  /** A platform asked for an artifact. */
  asked(service: string, from: "cache" | "joined" | "new"): void;
  /** A search ended, or a look-up was given up. */
  searched(service: string, outcome: string): void;
}

/** @param sizes - unfinished look-ups and cached answers now */
export function threatServiceMetrics(sizes: () => { readonly pending: number; readonly cached: number }): ThreatServiceMetrics {
  const { Counter, Gauge } = metricsLibrary();
  const registry = processMetrics();
  const registers = [registry];
  const names = { asked: "soarkit_threat_lookups_total", searched: "soarkit_threat_searches_total", sizes: "soarkit_threat_lookups" };
  // A server that is started again in the same process counts anew.
  for (const name of Object.values(names)) registry.removeSingleMetric(name);
  const asked = new Counter({ name: names.asked, help: "Artifacts that platforms asked about, by service and where the answer came from", labelNames: ["service", "from"], registers });
  const searched = new Counter({ name: names.searched, help: "Searches for artifacts, by service and how they ended", labelNames: ["service", "outcome"], registers });
  new Gauge({
    name: names.sizes,
    help: "Look-ups of the threat service now: unfinished, and kept in the cache",
    labelNames: ["state"],
    registers,
    collect() {
      const { pending, cached } = sizes();
      this.set({ state: "pending" }, pending);
      this.set({ state: "cached" }, cached);
    },
  });
  return {
    asked: (service, from) => { asked.inc({ service, from }); },
    searched: (service, outcome) => { searched.inc({ service, outcome }); },
  };
}
