import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { SoarkitError } from "@soarkit/protocol";
import { createHttpServer, EventStreams, listen, openDatabase, openSecretStore, setReady, type ConsoleEvent, type HttpServer, type Listening, type Logger, type SecretStore } from "@soarkit/runtime";
import { Accounts } from "./accounts/accounts.js";
import { AccountAdministration } from "./accounts/administration.js";
import { AccountStore } from "./accounts/store.js";
import { registerAdminRoutes } from "./admin/routes.js";
import { ApiKeys } from "./api-keys/api-keys.js";
import { ApiKeyStore } from "./api-keys/store.js";
import { registerConsoleRoutes } from "./console/routes.js";
import { Exports } from "./export/exports.js";
import { registerExportRoutes } from "./export/routes.js";
import { Enclaves } from "./enclaves/enclaves.js";
import { EnclaveStore } from "./enclaves/store.js";
import { Approvals } from "./imports/approvals.js";
import { Imports } from "./imports/imports.js";
import { ImportStore } from "./imports/store.js";
import { IndicatorTagStore } from "./indicator-tags/store.js";
import { Feeds } from "./feeds/feeds.js";
import type { MakeOutgoing } from "./feeds/outgoing.js";
import { registerFeedRoutes } from "./feeds/routes.js";
import { FeedStore } from "./feeds/store.js";
import { IndicatorStore } from "./indicators/store.js";
import { IndicatorLibrary } from "./knowledge/library.js";
import { defaultPriorityRule, type PriorityRule } from "./knowledge/priority.js";
import { ValuePageStore } from "./knowledge/page-store.js";
import { KnowledgeStore } from "./knowledge/store.js";
import { KeptFiles } from "./loads/kept-files.js";
import { Loads } from "./loads/loads.js";
import { registerLoadRoutes } from "./loads/routes.js";
import { LoadStore } from "./loads/store.js";
import { hubMigrations } from "./migrations.js";
import { MispImporter, type ImportReport, type MispImportOptions } from "./misp/import-misp.js";
import { ReportStore } from "./misp/store.js";
import { Queries } from "./query/queries.js";
import { ReadThreads } from "./query/threads.js";
import { ReportLibrary } from "./reports/library.js";
import { ReportLibraryStore } from "./reports/store.js";
import type { HubDatabase, HubTables } from "./schema.js";
import { Search } from "./search/search.js";
import { SearchStore } from "./search/store.js";
import { TaxiiObjects } from "./taxii/objects.js";
import { Pushes } from "./taxii/pushes.js";
import { registerTaxiiRoutes, type TaxiiParts } from "./taxii/routes.js";
import { TaxiiStore } from "./taxii/store.js";
import { registerStaxxRoutes } from "./staxx/routes.js";
import { asHarmless } from "./warninglists/harmless.js";
import { WarningListStore } from "./warninglists/store.js";
import { WarningLists } from "./warninglists/warning-lists.js";
import { SubmittedIndicatorStore } from "./submitted/store.js";
import { registerTrustarFace } from "./trustar/face.js";
import { Quota, type TrustarLimits } from "./trustar/quota.js";
import { TrustarAccounts } from "./trustar/trustar-accounts.js";
import { WhitelistStore } from "./whitelist/store.js";
import { Whitelist } from "./whitelist/whitelist.js";

/** How a hub is made. */
export interface IntelHubOptions {
  /** Folder of `hub.db`; it must exist. */
  readonly dataDir: string;
  readonly host: string;
  /** 0 takes any free port (tests). */
  readonly port: number;
  /** The option a person changes the port with, for error texts. Default `--hub-port`. */
  readonly flag?: string;
  readonly certificates: { readonly certPem: string; readonly keyPem: string };
  readonly log: Logger;
  /** Folder of the built console; without it the hub has no pages. */
  readonly consoleDir?: string;
  /** Refuse an import that holds nothing STAXX can keep (staxx-api §1.6). Default true; STAXX itself answers a job ID all the same. */
  readonly strictImports?: boolean;
  /** Life of an unused login token, milliseconds. Default 24 hours. */
  readonly tokenLife?: number;
  /** What the TruSTAR face allows, and the rule by which values get their priority. */
  readonly trustar?: { readonly limits?: TrustarLimits; readonly priority?: Partial<PriorityRule> };
  /** Folder with MISP warning lists. Default `warninglists` in `dataDir`, which is then made. */
  readonly warningLists?: string;
  /** How feeds call their servers; without it no feed can be polled. */
  readonly outgoing?: MakeOutgoing;
  /** Keeps the passwords of feeds. Default: the best store of this machine for the data folder. */
  readonly secrets?: (dataDir: string) => Promise<SecretStore>;
  /** The clock, milliseconds since the epoch. */
  readonly now?: () => number;
}

interface Stores {
  readonly database: HubDatabase;
  readonly accounts: AccountStore;
  readonly administration: AccountAdministration;
  readonly indicators: IndicatorStore;
  readonly queries: Queries;
  readonly imports: Imports;
  readonly approvals: Approvals;
  readonly search: Search;
  readonly reports: ReportStore;
  readonly misp: MispImporter;
  readonly lists: WarningLists;
  readonly apiKeys: ApiKeys;
  readonly enclaves: Enclaves;
  readonly library: ReportLibrary;
  readonly reportStore: ReportLibraryStore;
  readonly values: IndicatorLibrary;
  readonly whitelist: Whitelist;
  readonly loads: Loads;
  readonly feeds: Feeds;
  readonly threads: ReadThreads;
  readonly valueThreads: ReadThreads;
  readonly taxii: Pick<TaxiiParts, "store" | "objects" | "pushes">;
}

/** Largest body of the STAXX face, bytes. */
const bodyLimit = 10 * 1024 * 1024;

/** Room for the longest address of the TruSTAR face beside other headers, bytes. */
const maxHeaderBytes = 256 * 1024;

/** The intel hub: a store of indicators and reports that speaks STAXX's and TruSTAR's interfaces over HTTPS. */
export class IntelHub {
  /** Accounts can be made before the hub listens. */
  readonly accounts: Accounts;
  /** API keys and enclaves of the TruSTAR face; they can be made before the hub listens. */
  readonly trustar: TrustarAccounts;
  private readonly now: () => number;
  private readonly events: EventStreams;
  private readonly exports = new Exports();
  private stores: Promise<Stores> | undefined;
  private server: HttpServer | undefined;
  private listening: Listening | undefined;

  constructor(private readonly options: IntelHubOptions) {
    this.now = options.now ?? Date.now;
    this.events = new EventStreams({ now: this.now });
    this.accounts = new Accounts(async () => (await this.open()).accounts, this.now, options.tokenLife);
    this.trustar = new TrustarAccounts(this.accounts, async () => {
      const { accounts, apiKeys, enclaves } = await this.open();
      return { accounts, apiKeys, enclaves };
    });
  }

  /** Opens the store and listens. @throws SoarkitError `PORT_TAKEN`, `DATABASE_NEWER`. */
  async start(): Promise<{ port: number }> {
    const { log, certificates, host, port, flag = "--hub-port" } = this.options;
    const stores = await this.open();
    if (this.options.warningLists === undefined) await mkdir(join(this.options.dataDir, "warninglists"), { recursive: true, mode: 0o700 });
    stores.lists.start();
    const server = createHttpServer({ name: "hub", tls: { cert: certificates.certPem, key: certificates.keyPem }, log, bodyLimit, maxHeaderBytes, http2: true });
    this.events.endWith(server);
    const parts = { ...stores, accounts: this.accounts, events: this.events, publish: this.publish, log };
    await registerStaxxRoutes(server, parts);
    await registerTrustarFace(server, { ...parts, quota: new Quota(this.options.trustar?.limits ?? {}, this.now), now: this.now });
    registerAdminRoutes(server, parts);
    registerLoadRoutes(server, parts);
    await registerTaxiiRoutes(server, { ...stores.taxii, accounts: this.accounts, enclaves: stores.enclaves, log });
    registerFeedRoutes(server, { accounts: this.accounts, feeds: stores.feeds });
    registerExportRoutes(server, { accounts: this.accounts, exports: this.exports, enclaves: stores.enclaves, file: hubFile(this.options.dataDir), now: this.now });
    await registerConsoleRoutes(server, parts, this.options.consoleDir);
    setReady(server, () => stores.database.raw.open);
    this.server = server;
    this.listening = await listen(server, { host, port, flag });
    await stores.loads.begin();
    await stores.feeds.start();
    return { port: this.listening.port };
  }

  /** Ends open requests and closes the store. */
  async stop(): Promise<void> {
    const { server, stores } = this;
    this.server = undefined;
    this.listening = undefined;
    this.stores = undefined;
    await (await stores)?.feeds.stop();
    await this.exports.stop();
    await (await stores)?.threads.stop();
    await (await stores)?.valueThreads.stop();
    await server?.close();
    const open = await stores;
    await open?.loads.close();
    await open?.lists.stop();
    await open?.database.close();
  }

  /** New connections get these certificates. */
  updateCertificates(certificates: IntelHubOptions["certificates"]): void {
    this.listening?.updateCertificates({ cert: certificates.certPem, key: certificates.keyPem });
  }

  /** Loads MISP events (one, a list, with or without MISP's wrappings). @throws SoarkitError `HUB_EVENT_INVALID`. */
  async importMisp(document: unknown, options: MispImportOptions): Promise<ImportReport> {
    const { misp, lists } = await this.open();
    await lists.ready();
    const report = await misp.load(document, options);
    this.publish({ topic: "indicators", kind: "indicator.added", ...(options.user === undefined ? {} : { by: options.user }) });
    return report;
  }

  private readonly publish = (event: ConsoleEvent): void => {
    this.events.publish(event);
  };

  private open(): Promise<Stores> {
    this.stores ??= openStores(this.options, this.now, this.publish);
    return this.stores;
  }
}

function noWayOut(): never {
  throw new SoarkitError("FEED_NO_WAY_OUT");
}

function hubSecrets(dataDir: string): Promise<SecretStore> {
  return openSecretStore({ dataDir, env: process.env });
}

function hubFile(dataDir: string): string {
  return join(dataDir, "hub.db");
}

async function openStores(options: IntelHubOptions, now: () => number, publish: (event: ConsoleEvent) => void): Promise<Stores> {
  const database = await openDatabase<HubTables>({ file: hubFile(options.dataDir), migrations: hubMigrations, log: options.log });
  const lists = new WarningLists({
    folder: options.warningLists ?? join(options.dataDir, "warninglists"),
    store: new WarningListStore(database),
    now,
    log: options.log,
    changed: () => {
      publish({ topic: "warninglists", kind: "warninglists.changed" });
    },
  });
  const indicators = new IndicatorStore(database, now);
  const reports = new ReportStore(database);
  const accounts = new AccountStore(database);
  const importStore = new ImportStore(database);
  const rule = { ...defaultPriorityRule, ...options.trustar?.priority };
  const enclaves = new Enclaves(new EnclaveStore(database), now);
  const knowledge = new KnowledgeStore(database, rule, now);
  const reportStore = new ReportLibraryStore(database);
  const whitelist = new Whitelist(new WhitelistStore(database), knowledge, { now, publish });
  const taxii = new TaxiiStore(database, now);
  const threads = new ReadThreads({ file: hubFile(options.dataDir), now });
  // Short work never waits behind queries that look at everything.
  const valueThreads = new ReadThreads({ file: hubFile(options.dataDir), now });
  return {
    apiKeys: new ApiKeys(new ApiKeyStore(database), now),
    enclaves,
    library: new ReportLibrary(database, reportStore, indicators, enclaves, { now, publish }),
    reportStore,
    values: new IndicatorLibrary(knowledge, new ValuePageStore(database, now), valueThreads, new SubmittedIndicatorStore(database, indicators), new IndicatorTagStore(database), whitelist, enclaves, { now, publish, rule }),
    whitelist,
    database,
    indicators,
    queries: new Queries(indicators, threads),
    threads,
    valueThreads,
    reports,
    accounts,
    administration: new AccountAdministration(accounts, now, (by) => {
      publish({ topic: "accounts", kind: "account.changed", by: by.name });
    }),
    imports: new Imports(database, importStore, indicators, { now, strict: options.strictImports ?? true, publish, lists }),
    approvals: new Approvals(database, importStore, indicators, { now, publish, lists, scopeOf: (caller) => enclaves.scope(caller) }),
    search: new Search(new SearchStore(database, indicators, now), indicators, lists, threads),
    misp: new MispImporter(database, reports, indicators, now, (row) => asHarmless(row, lists)),
    loads: new Loads({ database, lists, store: new LoadStore(database), indicators, reports, files: new KeptFiles(options.dataDir), now, publish, log: options.log }),
    lists,
    feeds: new Feeds({ database, feeds: new FeedStore(database), lists, indicators, reports, now, outgoing: options.outgoing ?? noWayOut, secrets: () => (options.secrets ?? hubSecrets)(options.dataDir), publish, log: options.log }),
    taxii: { store: taxii, objects: new TaxiiObjects(taxii), pushes: new Pushes({ database, imports: importStore, indicators, store: taxii, now, publish }) },
  };
}
