import { basename } from "node:path";
import type { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import type { ConsoleEvent, Logger } from "@soarkit/runtime";
import type { Caller } from "../accounts/accounts.js";
import type { IndicatorStore } from "../indicators/store.js";
import type { ReportStore } from "../misp/store.js";
import type { HubDatabase } from "../schema.js";
import type { LoadBatch } from "./batch.js";
import { detectFormat, type LoadFormat } from "./formats.js";
import type { KeptFiles } from "./kept-files.js";
import { loadView, type LoadView } from "./load-view.js";
import { previewOf, type LoadPreview } from "./preview.js";
import type { ReadingTask } from "./read-file.js";
import { readInThread } from "./reader.js";
import { readLoadSettings, type AskedSettings, type LoadSettings } from "./settings.js";
import type { LoadRow, LoadState, LoadStore } from "./store.js";
import { writeBatch } from "./write-batch.js";
import { asHarmless } from "../warninglists/harmless.js";
import type { WarningLists } from "../warninglists/warning-lists.js";

/** What loads work with. */
export interface LoadParts {
  readonly lists: WarningLists;
  readonly database: HubDatabase;
  readonly store: LoadStore;
  readonly indicators: IndicatorStore;
  readonly reports: ReportStore;
  readonly files: KeptFiles;
  readonly now: () => number;
  readonly publish: (event: ConsoleEvent) => void;
  readonly log: Logger;
}

/** Pages hear of progress at most so often, milliseconds. */
const progressEvery = 400;
/** Starts of the hub that may find a load running without its having stored anything; then it waits for a person. */
const mostRestarts = 3;
/** An upload that nobody starts is dropped at the first start of the hub after so long, milliseconds. */
const uploadLife = 24 * 60 * 60 * 1_000;

/**
 * Loads of files, one after the other. A thread reads; here small parts are stored, each in one transaction together with the place in the file that
 * it ends at, so that a load which is stopped or killed goes on there and nothing is stored twice.
 */
export class Loads {
  /** The load that is running, and whether somebody asked it to stop. */
  private current: { readonly id: number; stop: boolean; ended: Promise<void> } | undefined;
  private working: Promise<void> = Promise.resolve();
  private closing = false;

  constructor(private readonly parts: LoadParts) {}

  /** Goes on with what was running when the hub ended, and removes what nobody needs. */
  async begin(): Promise<void> {
    const { store, files, now, log } = this.parts;
    for (const { id, created } of await store.inState("uploaded")) if (created < now() - uploadLife) await store.remove(id);
    for (const load of await store.inState("running")) {
      const again = load.restarts < mostRestarts;
      log.info({ load: load.id, position: load.position }, again ? `The load ${load.id} of ${load.name} was interrupted and goes on` : `The load ${load.id} of ${load.name} was interrupted ${mostRestarts} times and waits`);
      await store.change(load.id, again ? { state: "queued", restarts: load.restarts + 1 } : { state: "interrupted" });
    }
    await files.dropOthers(new Set((await store.inState("uploaded", "queued", "stopped", "interrupted")).map(({ id }) => id)));
    this.work();
  }

  /** Lets the part that is being stored end; the load goes on at the next start. */
  async close(): Promise<void> {
    this.closing = true;
    await this.working;
  }

  /** Takes a file. @throws SoarkitError `HUB_LOAD_TOO_LARGE`, `HUB_LOAD_EMPTY`, `HUB_LOAD_ENCODING`. */
  async receive(body: Readable, name: string, by: Pick<Caller, "id" | "name">): Promise<LoadView> {
    const { store, files, now } = this.parts;
    const { part, size } = await files.receive(body);
    try {
      const plain = basename(name.replaceAll("\\", "/")) || "file";
      const format = detectFormat(await files.beginning(part, plain), plain);
      const id = await store.add({ name: plain, format, account_id: by.id, account_name: by.name, size, created: now() });
      await files.keep(part, id);
      this.tell(id);
      return await this.byId(id);
    } catch (error) {
      await files.drop(part);
      throw error;
    }
  }

  /** What an uploaded file would bring. */
  async preview(id: number, asked: AskedSettings): Promise<LoadPreview> {
    const load = await this.row(id);
    if (load.state !== "uploaded") throw stateError(load, "only a file that is not started yet has a preview");
    return previewOf(this.task({ ...load, started: this.parts.now() }, this.settingsOf(load, asked)), this.parts.lists);
  }

  /** Starts an uploaded file; it waits for its turn. */
  async start(id: number, asked: AskedSettings): Promise<LoadView> {
    const load = await this.row(id);
    if (load.state !== "uploaded") throw stateError(load, "it was started before");
    const settings = this.settingsOf(load, asked);
    await this.parts.store.change(id, { state: "queued", settings: JSON.stringify(settings), format: settings.format, started: this.parts.now() });
    return this.queued(id);
  }

  /** Stops a load after the part that is being stored. */
  async stop(id: number): Promise<LoadView> {
    const load = await this.row(id);
    if (load.state !== "queued" && load.state !== "running") throw stateError(load, "only a load that is running or waits can be stopped");
    if (this.current?.id === id) {
      this.current.stop = true;
      await this.current.ended;
    } else await this.parts.store.change(id, { state: "stopped" });
    this.tell(id);
    this.work();
    return this.byId(id);
  }

  /** Goes on where a load stopped. */
  async resume(id: number): Promise<LoadView> {
    const load = await this.row(id);
    if (load.state !== "stopped" && load.state !== "interrupted") throw stateError(load, "only a load that was stopped or interrupted can go on");
    await this.parts.store.change(id, { state: "queued", restarts: 0 });
    return this.queued(id);
  }

  /** Drops the file of a load that is not running. One that had begun stays in the list as cancelled, with what it stored. */
  async discard(id: number): Promise<void> {
    const load = await this.row(id);
    if (load.state === "uploaded") await this.parts.store.remove(id);
    else if (load.state === "stopped" || load.state === "interrupted") await this.parts.store.change(id, { state: "cancelled", finished: this.parts.now() });
    else throw stateError(load, load.state === "queued" || load.state === "running" ? "stop it first" : "its file is gone already");
    await this.parts.files.drop(this.parts.files.path(id));
    this.tell(id);
  }

  /** Newest first. */
  async list(): Promise<LoadView[]> {
    return (await this.parts.store.list()).map(loadView);
  }

  /** @throws SoarkitError `HUB_LOAD_UNKNOWN`. */
  async byId(id: number): Promise<LoadView> {
    return loadView(await this.row(id));
  }

  /** What a load left out, the first thousand. */
  async leftOut(id: number): Promise<{ line: number; type: string; value: string; reason: string }[]> {
    return (await this.parts.store.skipped(id)).map(({ line, type, value, reason }) => ({ line, type, value, reason }));
  }

  private async queued(id: number): Promise<LoadView> {
    this.tell(id);
    this.work();
    return this.byId(id);
  }

  private settingsOf({ name, format }: LoadRow, asked: AskedSettings): LoadSettings {
    return readLoadSettings(asked, { name, format: format as LoadFormat }, this.parts.now());
  }

  private task({ id, name, position, line, started }: LoadRow, settings: LoadSettings): ReadingTask {
    return { file: { path: this.parts.files.path(id), name }, settings, from: { position, line }, now: started };
  }

  /** Runs what waits, unless something is running already. */
  private work(): void {
    this.working = this.working.then(async () => {
      for (;;) {
        const [next] = this.closing ? [] : await this.parts.store.inState("queued");
        if (next === undefined) return;
        const current = { id: next.id, stop: false, ended: Promise.resolve() };
        this.current = current;
        current.ended = this.run(next, current);
        await current.ended;
        this.current = undefined;
      }
    }).catch((error: unknown) => {
      this.parts.log.error({ err: error }, `Loading files ended: ${messageOf(error)}`);
    }); // prettier-ignore
  }

  private async run(load: LoadRow, current: { readonly stop: boolean }): Promise<void> {
    const { store, files, now, log } = this.parts;
    await store.change(load.id, { state: "running" });
    let end: { state: LoadState; error?: string } = { state: "done" };
    try {
      if (!(await this.storeParts(load, current))) end = { state: "stopped" };
    } catch (error) {
      if (!(error instanceof SoarkitError)) log.error({ err: error, load: load.id }, `The load of ${load.name} failed: ${messageOf(error)}`);
      end = { state: "failed", error: error instanceof SoarkitError ? error.message : `The load ended unexpectedly: ${messageOf(error)}` };
    }
    // A hub that ends leaves the load running: the next start goes on with it.
    if (this.closing && end.state === "stopped") return;
    await store.change(load.id, { ...end, ...(end.state === "stopped" ? {} : { finished: now() }) });
    if (end.state !== "stopped") await files.drop(files.path(load.id));
    this.tell(load.id);
    this.parts.publish({ topic: "indicators", kind: "indicator.added", by: load.account_name });
  }

  /** @returns false when it was stopped before the end. */
  private async storeParts(load: LoadRow, current: { readonly stop: boolean }): Promise<boolean> {
    const { database, store, indicators, reports, lists, now } = this.parts;
    await lists.ready();
    const settings = JSON.parse(load.settings) as LoadSettings;
    const origin = { source: settings.source, feed: settings.feed ?? settings.source, licence: settings.licence, account: load.account_id, user: load.account_name, now: load.started };
    const reportIds = new Map<string, number>();
    const types = JSON.parse(load.types) as Record<string, number>;
    let sums: LoadRow = load;
    let told = 0;
    const writing = database.longWrite();
    try {
      for await (const batch of readInThread(this.task(load, settings))) {
        // Asked anew each time: it changes while the part before is stored.
        if (this.isStopping(current)) return false;
        countTypes(types, batch);
        const before = sums;
        sums = await database.transaction(async (trx) => {
          const { added, changed, known, ended } = await writeBatch(trx, { indicators, reports }, { ...batch, records: batch.records.map((record) => ({ ...record, row: asHarmless(record.row, lists) })) }, origin, reportIds);
          const { position, line, total } = batch;
          const step = { position, line, total, rows: before.rows + batch.rows, added: before.added + added, changed: before.changed + changed, known: before.known + known, ended: before.ended + ended, skipped: before.skipped + batch.leftOut.length };
          await store.step(trx, load.id, { ...step, types: JSON.stringify(types) }, batch.leftOut, before.skipped);
          return { ...before, ...step };
        });
        if (now() - told >= progressEvery) {
          told = now();
          this.tell(load.id);
        }
        await writing.settle();
        await nextTurn();
      }
      return true;
    } finally {
      await writing.end();
    }
  }

  private isStopping(current: { readonly stop: boolean }): boolean {
    return current.stop || this.closing;
  }

  private tell(id: number): void {
    this.parts.publish({ topic: "loads", kind: "load.changed", id });
  }

  private async row(id: number): Promise<LoadRow> {
    const row = await this.parts.store.byId(id);
    if (row === undefined) throw new SoarkitError("HUB_LOAD_UNKNOWN", { id });
    return row;
  }
}

function countTypes(types: Record<string, number>, batch: LoadBatch): void {
  for (const { row } of batch.records) types[row.type] = (types[row.type] ?? 0) + 1;
}

function stateError({ id, state }: LoadRow, reason: string): SoarkitError {
  return new SoarkitError("HUB_LOAD_STATE", { id, state, reason });
}
