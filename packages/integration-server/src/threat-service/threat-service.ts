import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { createHttpServer, errorBody, type HttpServer, listen, type Listening, type Logger, openDatabase } from "@soarkit/runtime";
import type { AppRuntime } from "../apps/app-runtime.js";
import { LookupWriter } from "./lookup-writer.js";
import { Lookups, type ProvidedSearcher } from "./lookups.js";
import { threatServiceMetrics } from "./metrics.js";
import { addThreatServiceRoutes } from "./routes.js";
import { threatServiceMigrations, type ThreatServiceTables } from "./schema.js";
import { readCertificate, type ThreatServiceSettings } from "./settings.js";
import { serviceUrl } from "./service-url.js";
import { LookupStore } from "./store.js";

/** A renewed certificate is taken up at most so much later, in milliseconds. */
const certificateEveryMs = 60 * 60 * 1000;

/** What a threat service is made of. */
export interface ThreatServiceOptions {
  readonly settings: ThreatServiceSettings;
  /** For texts to people. */
  readonly configFile: string;
  /** Folder of `threat-service.db` and of the content of file artifacts. */
  readonly dataDir: string;
  readonly runtimes: ReadonlyMap<string, AppRuntime>;
  readonly log: Logger;
}

/** One service as people see it. */
export interface ThreatSearcherStatus {
  /** Name under which it is registered as a threat source. */
  readonly name: string;
  /** Address to register on the platform. */
  readonly url: string;
  readonly app: string;
  /** What went wrong at its last search. */
  readonly problem: string | undefined;
}

/** What the threat service is doing. */
export interface ThreatServiceStatus {
  readonly port: number;
  readonly services: readonly ThreatSearcherStatus[];
  /** Unfinished look-ups. */
  readonly pending: number;
  /** Answers in the cache. */
  readonly cached: number;
}

/** Answers platforms that ask what is known of an artifact: the counterpart of rc-webserver and rc-cts (integration-server §6). */
export class ThreatService {
  readonly #options: ThreatServiceOptions;
  readonly #searchers: ReadonlyMap<string, ProvidedSearcher>;
  readonly #stopped = new AbortController();
  #server: HttpServer | undefined;
  #listening: Listening | undefined;
  #lookups: Lookups | undefined;
  #writer: LookupWriter | undefined;
  #renewing: NodeJS.Timeout | undefined;

  constructor(options: ThreatServiceOptions) {
    this.#options = options;
    this.#searchers = searcherTable(options);
  }

  /** @throws SoarkitError PORT_TAKEN, ADDRESS_UNUSABLE, APP_CONFIG_INVALID, DATABASE_UNUSABLE */
  async start(): Promise<void> {
    const { settings, configFile, dataDir, log } = this.#options;
    const { certificateFile } = settings;
    const tls = certificateFile === undefined ? undefined : await readCertificate(certificateFile, configFile);
    const store = new LookupStore(await openDatabase<ThreatServiceTables>({ file: join(dataDir, "threat-service.db"), migrations: threatServiceMigrations, log }));
    const writer = (this.#writer = new LookupWriter(store, log));
    const rows = await store.all();
    const filesDir = await prepareFiles(dataDir, rows.flatMap(({ file }) => file ?? []));
    const metrics = threatServiceMetrics(() => ({ pending: this.#lookups?.pending ?? 0, cached: this.#lookups?.cached ?? 0 }));
    const lookups = (this.#lookups = new Lookups({ searchers: [...this.#searchers.values()], settings, writer, metrics, log, stopped: this.#stopped.signal }, rows));
    const server = (this.#server = createHttpServer({ name: "threat-service", tls, log, bodyLimit: settings.maxFileBytes, errorBody: threatErrorBody }));
    await server.register((scope) => addThreatServiceRoutes(scope, { searchers: this.#searchers, lookups, writer, settings, filesDir }));
    this.#listening = await listen(server, { host: settings.host, port: settings.port, flag: "--threat-port, or port in section [webserver]" });
    if (certificateFile !== undefined) this.#renew(certificateFile, (await stat(certificateFile)).mtimeMs);
    log.info({ services: this.status().services.map(({ url }) => url), unfinished: lookups.pending }, "The threat service is running");
  }

  /** Answers what is asked already; unfinished look-ups go on at the next start. May be called twice. */
  async stop(): Promise<void> {
    clearInterval(this.#renewing);
    this.#lookups?.stop();
    this.#stopped.abort(new SoarkitError("SERVER_STOPPED"));
    await this.#server?.close();
    await this.#writer?.close();
  }

  status(): ThreatServiceStatus {
    const { settings } = this.#options;
    const port = this.#listening?.port ?? settings.port;
    return {
      port,
      services: [...this.#searchers].map(([path, { searcher, runtime }]) => ({ name: searcher.displayName, url: serviceUrl({ ...settings, port }, path), app: runtime.app.name, problem: this.#lookups?.problemOf(path) })),
      pending: this.#lookups?.pending ?? 0,
      cached: this.#lookups?.cached ?? 0,
    };
  }

  #renew(file: string, since: number): void {
    let known = since;
    const look = async (): Promise<void> => {
      const { mtimeMs } = await stat(file);
      if (mtimeMs === known) return;
      this.#listening?.updateCertificates(await readCertificate(file, this.#options.configFile));
      known = mtimeMs;
      this.#options.log.info({ file }, "The threat service has taken up a new certificate");
    };
    this.#renewing = setInterval(() => {
      look().catch((error: unknown) => { this.#options.log.error({ reason: messageOf(error) }, "The certificate of the threat service could not be renewed"); });
    }, certificateEveryMs);
    this.#renewing.unref();
  }
}

/** By path. @throws SoarkitError THREAT_PATH_TWICE */
function searcherTable({ runtimes, log }: ThreatServiceOptions): Map<string, ProvidedSearcher> {
  const table = new Map<string, ProvidedSearcher>();
  for (const runtime of runtimes.values()) {
    for (const searcher of runtime.app.threatSearchers) {
      const known = table.get(searcher.path);
      if (known !== undefined) throw new SoarkitError("THREAT_PATH_TWICE", { path: searcher.path, first: known.runtime.app.name, second: runtime.app.name });
      table.set(searcher.path, { searcher, runtime, log: log.child({ app: runtime.app.name, threat_service: searcher.path }) });
    }
  }
  return table;
}


/** Makes the folder for the content of file artifacts and removes what belongs to no look-up. */
async function prepareFiles(dataDir: string, wanted: readonly string[]): Promise<string> {
  const folder = join(dataDir, "threat-files");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) if (!wanted.includes(join(folder, name))) await rm(join(folder, name), { force: true });
  return folder;
}

/** The usual error with what platforms look for: never an `id` that is null, which rc-cts answers to wrong credentials. */
function threatErrorBody(error: SoarkitError): unknown {
  return { ...errorBody(error), ...(typeof error.details["id"] === "string" && { id: error.details["id"] }), hits: [] };
}
