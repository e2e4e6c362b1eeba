import { type Tlp, tlpRank } from "@soarkit/indicators";
import type { ThreatServiceArtifact, ThreatServiceType } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { AppConfig } from "../config.js";
import type { AppHttp } from "../http/app-http.js";
import { lookupTlp, type ThreatLookup, toLookup } from "./lookup.js";
import type { LookupOutcome } from "./outcome.js";

/** Everything a searcher needs beside the look-ups. The platform that asks is not among it: it may not even be reachable. */
export interface ThreatSearchContext<Config = unknown> {
  /** The app's section of `app.config`, typed by its schema. */
  readonly config: Config;
  /** Calls to other systems, with the app's proxies and certificates. Ends with `signal`. */
  readonly http: AppHttp;
  /** Tagged with the app and the searcher's path. */
  readonly log: Logger;
  /** Aborted when the time limit is over or the server stops. */
  readonly signal: AbortSignal;
}

/** Declaration of a threat searcher. */
export interface ThreatSearcherSpec<Config> {
  /** Where it answers below the service's root, for example `trustar` for `https://host:9000/cts/trustar`. */
  readonly path: string;
  /** Name under which it is registered as a threat source, for example `TruSTAR`. Default: its path. */
  readonly displayName?: string;
  /** Types that it knows something about. Artifacts of others are answered with "no hit" at once. A password is never handed over. */
  readonly types: readonly ThreatServiceType[];
  /** True to get the content of file artifacts (`file.content`). Default false. */
  readonly wantsFiles?: boolean;
  /** The app's configuration, when the searcher reads it: it types `context.config`. */
  readonly config?: AppConfig<Config>;
  /** The most restricted TLP that may leave; an artifact marked with more is answered with "no hit" and not handed over. Default: all may. */
  readonly maxTlp?: (config: Config) => Tlp;
  /** Seconds for one call of `search`. Default 30. */
  readonly timeLimitSeconds?: number;
  /** How many look-ups that arrive together are handed over in one call. Default 1. */
  readonly maximumBatch?: number;
  /** How many calls of `search` may run at once. Default 10. */
  readonly concurrency?: number;
  /**
   * Looks artifacts up and answers one outcome for each, in their order. Thrown errors fail all look-ups of the call;
   * after a second failure they come in smaller and smaller lists, so that one cannot hold up the others for ever.
   */
  readonly search: (lookups: readonly ThreatLookup[], context: ThreatSearchContext<Config>) => Promise<readonly LookupOutcome[]>;
}

/** A threat searcher as servers see it: its types are checked inside. */
export interface AppThreatSearcher {
  readonly path: string;
  readonly displayName: string;
  readonly types: ReadonlySet<string>;
  readonly wantsFiles: boolean;
  readonly config: AppConfig | undefined;
  readonly timeLimitSeconds: number;
  readonly maximumBatch: number;
  readonly concurrency: number;
  /** Whether an artifact's own TLP lets it leave. */
  readonly mayLeave: (artifact: ThreatServiceArtifact, config: unknown) => boolean;
  readonly search: (artifacts: readonly ArtifactToSearch[], context: ThreatSearchContext) => Promise<readonly LookupOutcome[]>;
}

/** An artifact with the id of its look-up. */
export interface ArtifactToSearch {
  readonly id: string;
  readonly artifact: ThreatServiceArtifact;
  readonly file: ThreatLookup["file"];
}

/**
 * Declares a threat searcher: platforms send it every new artifact and show its hits (soar-protocol §5).
 *
 * @example
 * ```ts
 * export const reputation = defineThreatSearcher({
 *   path: "reputation",
 *   types: ["net.ip", "net.name"],
 *   maximumBatch: 50,
 *   search: async (lookups, { http }) => {
 *     const scores = await askFor(http, lookups.map(({ texts }) => texts[0] ?? ""));
 *     return scores.map((score) => (score > 0 ? found(hit(numberProperty("Score", score))) : found()));
 *   },
 * });
 * ```
 */
export function defineThreatSearcher<Config = unknown>(spec: ThreatSearcherSpec<Config>): AppThreatSearcher {
  const { maxTlp } = spec;
  return {
    path: spec.path,
    displayName: spec.displayName ?? spec.path,
    types: new Set(spec.types.filter((type) => type !== "system.user.password")),
    wantsFiles: spec.wantsFiles ?? false,
    config: spec.config,
    timeLimitSeconds: spec.timeLimitSeconds ?? 30,
    maximumBatch: spec.maximumBatch ?? 1,
    concurrency: spec.concurrency ?? 10,
    mayLeave: (artifact, config) => {
      const label = lookupTlp(artifact);
      return label === undefined || maxTlp === undefined || tlpRank(label) <= tlpRank(maxTlp(config as Config));
    },
    // defineApp has checked that spec.config is the configuration that fills the context.
    search: (artifacts, context) => spec.search(artifacts.map(({ id, artifact, file }) => toLookup(id, artifact, file)), context as ThreatSearchContext<Config>),
  };
}

/** Why an app's searchers cannot be used; undefined when they can. */
export function searcherProblem(searchers: readonly AppThreatSearcher[], config: AppConfig): string | undefined {
  const seen = new Set<string>();
  for (const { path, config: own, maximumBatch, concurrency, timeLimitSeconds } of searchers) {
    if (!/^[a-z0-9_-]+(\/[a-z0-9_-]+)*$/.test(path)) return `the path "${path}" of a threat searcher must consist of small letters, digits, dashes and underscores`;
    if (seen.has(path)) return `the threat searcher ${path} is declared twice`;
    seen.add(path);
    if (own !== undefined && own !== config) return `the threat searcher ${path} was declared with another configuration than the app`;
    if (![maximumBatch, concurrency].every((count) => Number.isInteger(count) && count >= 1)) return `maximumBatch and concurrency of the threat searcher ${path} must be whole numbers from 1`;
    if (!(timeLimitSeconds > 0 && timeLimitSeconds <= 3_600)) return `timeLimitSeconds of the threat searcher ${path} must be more than 0 and at most 3600`;
  }
  return undefined;
}
