import { messageOf, SoarkitError } from "@soarkit/protocol";
import { indicatorTypesOfMisp, ownLists, wellKnown, wellKnownRemark, type IndicatorType } from "@soarkit/indicators";
import type { Logger } from "@soarkit/runtime";
import { listFiles, watchFolder, type ListFile } from "./folder.js";
import type { Effect, ListHead, ReadList, UsedList } from "./list.js";
import { Matcher, type Complaints } from "./matcher.js";
import { ListReader } from "./reader.js";
import type { WarningListStore } from "./store.js";

/** A list that a value stands on. */
export interface Mark {
  readonly list: string;
  readonly effect: Exclude<Effect, "off">;
  /** A sentence, e.g. `well-known: the public DNS resolver of Google (list Public DNS resolvers)`. */
  readonly remark: string;
}

/** A list as people see it. */
export interface ListSummary {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly kind: ListHead["type"] | "built in";
  readonly entries: number;
  /** Types of indicators that it judges; empty for all. */
  readonly types: readonly string[];
  readonly effect: Effect;
  /** Why the file is not used, or which of its entries are not. */
  readonly errors: readonly string[];
}

/** State of all lists. */
export interface WarningListState {
  readonly folder: string;
  /** Milliseconds since the epoch; `null` before the first load has ended. */
  readonly loaded: number | null;
  readonly error?: string;
  readonly lists: readonly ListSummary[];
}

/** How the lists are kept. */
export interface WarningListOptions {
  readonly folder: string;
  readonly store: WarningListStore;
  readonly now: () => number;
  readonly log: Logger;
  /** Called when lists or their effects changed. */
  readonly changed: () => void;
}

const ownId = (name: string): string => `own:${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;

/** The warning lists of a hub: our own, and MISP's from a folder, which is read again when it changes. */
export class WarningLists {
  private effects = new Map<string, Effect>();
  private matcher: Matcher | undefined;
  private readonly read = new Map<string, { stamp: string; list: ReadList | undefined; error: string }>();
  private complaints: Complaints = new Map();
  private files: readonly ListFile[] = [];
  private folderError = "";
  private loaded: number | null = null;
  private loading: Promise<void> | undefined;
  private again = false;
  private watcher: { close(): void } | undefined;
  private reader: ListReader | undefined;
  private stopped = false;

  constructor(private readonly options: WarningListOptions) {}

  /** Begins to read the folder, without waiting for it, and to watch it. */
  start(): void {
    void this.reload();
    this.watcher = watchFolder(this.options.folder, () => void this.reload());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.watcher?.close();
    await this.reader?.close();
    await this.loading;
  }

  /** Resolves when the folder has been read as it was at the last change. Imports and loads wait for it, so that none slips through. */
  async ready(): Promise<void> {
    await (this.loading ?? (this.loaded === null ? this.reload() : undefined));
  }

  /** Reads what changed in the folder. */
  async reload(): Promise<void> {
    this.again = true;
    this.loading ??= this.loadAll().finally(() => {
      this.loading = undefined;
    });
    await this.loading;
  }

  /**
   * The lists that a canonical value stands on: our own first. The one place that judges values; imports, loads, approvals, searches and
   * pages ask it. Hash look-ups, made for 100,000 values a second and more. Never throws.
   */
  judge(type: IndicatorType, value: string): Mark[] {
    const marks: Mark[] = [];
    const own = wellKnown(type, value);
    const ownEffect = own === undefined ? "off" : this.effectOf(ownId(own.list), own.quiet);
    if (own !== undefined && ownEffect !== "off") marks.push({ list: own.list, effect: ownEffect, remark: wellKnownRemark(own) });
    for (const index of this.matcher?.match(type, value) ?? []) {
      const list = this.matcher?.lists[index];
      const effect = list === undefined ? "off" : this.effectOf(list.id, list.head.known);
      if (list !== undefined && effect !== "off") marks.push({ list: list.head.name, effect, remark: `well-known: ${shortly(list.head)} (list ${list.head.name})` });
    }
    return marks;
  }

  /** Why an import of the value should wait for somebody's word and a load not be a hit; `undefined` when it need not. */
  holds(type: IndicatorType, value: string): string | undefined {
    return this.judge(type, value).find(({ effect }) => effect === "hold")?.remark;
  }

  state(): WarningListState {
    const own = ownLists().map(({ name, entries, quiet }): ListSummary => ({ id: ownId(name), name, description: "", version: "", kind: "built in", entries, types: [], effect: this.effectOf(ownId(name), quiet), errors: [] }));
    const fromFolder = this.files.map(({ id }): ListSummary => {
      const { list, error = "" } = this.read.get(id) ?? {};
      if (list === undefined) return { id, name: id, description: "", version: "", kind: "string", entries: 0, types: [], effect: "off", errors: [error === "" ? "not read yet" : error] };
      const { head } = list;
      const left = head.left === 0 ? [] : [`${head.left} entries are empty or too long and left out`];
      return { id, name: head.name, description: head.description, version: head.version, kind: head.type, entries: head.size, types: [...typesOf(head)], effect: this.effectOf(id, head.known), errors: [...unknownAttributes(head), ...left, ...(this.complaints.get(id) ?? [])] };
    });
    return { folder: this.options.folder, loaded: this.loaded, ...(this.folderError === "" ? {} : { error: this.folderError }), lists: [...own, ...fromFolder] };
  }

  /** Changes what a list does. @throws SoarkitError `HUB_LIST_UNKNOWN`. */
  async setEffect(id: string, effect: Effect, by: string): Promise<void> {
    if (!this.state().lists.some((list) => list.id === id)) throw new SoarkitError("HUB_LIST_UNKNOWN", { id: id.slice(0, 200) });
    await this.options.store.setEffect(id, effect, by, this.options.now());
    this.effects.set(id, effect);
    this.options.changed();
  }

  private effectOf(id: string, known: boolean): Effect {
    return this.effects.get(id) ?? (known ? "mark" : "hold");
  }

  private async loadAll(): Promise<void> {
    try {
      this.effects = await this.options.store.effects();
      while (this.again && !this.stopped) {
        this.again = false;
        await this.loadOnce();
      }
    } catch (error) {
      // What was read before stays in use.
      this.folderError = messageOf(error);
      this.options.log.warn({ err: error, folder: this.options.folder }, "Warning lists cannot be read");
    }
    this.loaded = this.options.now();
    if (!this.stopped) this.options.changed();
  }

  private async loadOnce(): Promise<void> {
    const files = await listFiles(this.options.folder);
    const stale = files.filter(({ id, stamp }) => this.read.get(id)?.stamp !== stamp);
    const gone = [...this.read.keys()].filter((id) => !files.some((file) => file.id === id));
    this.folderError = "";
    this.files = files;
    if (stale.length === 0 && gone.length === 0) return;
    for (const id of gone) this.read.delete(id);
    await this.readFiles(stale);
    const complaints: Complaints = new Map();
    const lists = files.flatMap(({ id }): UsedList[] => {
      const list = this.read.get(id)?.list;
      return list === undefined || unknownAttributes(list.head).length > 0 ? [] : [{ ...list, id, types: typesOf(list.head) }];
    });
    this.matcher = await Matcher.of(lists, complaints);
    this.complaints = complaints;
  }

  private async readFiles(files: readonly ListFile[]): Promise<void> {
    if (files.length === 0) return;
    this.reader = new ListReader();
    try {
      for (const { id, path, stamp } of files) {
        if (this.stopped) return;
        const result = await this.reader.read(path);
        this.read.set(id, { stamp, list: result.ok ? result.list : undefined, error: result.ok ? "" : result.reason });
        if (!result.ok) this.options.log.warn({ list: id, reason: result.reason }, "Warning list left out");
      }
    } finally {
      await this.reader.close();
      this.reader = undefined;
    }
  }
}

/** The first sentence of what a list says about itself. */
function shortly({ name, description }: ListHead): string {
  const sentence = /^.*?[.!](?=\s|$)/s.exec(description)?.[0].slice(0, -1) ?? description;
  return sentence === "" || sentence.length > 120 ? name : sentence;
}

function typesOf(head: ListHead): Set<IndicatorType> {
  return new Set(head.attributes.flatMap((attribute) => indicatorTypesOfMisp(attribute)));
}

/** A list for attributes that the hub keeps no values of would never be asked. */
function unknownAttributes(head: ListHead): string[] {
  return head.attributes.length > 0 && typesOf(head).size === 0 ? [`not used: the hub keeps no values of the types ${head.attributes.slice(0, 5).join(", ")}`] : [];
}
