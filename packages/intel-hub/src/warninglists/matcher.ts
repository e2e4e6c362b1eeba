import { setImmediate as nextTurn } from "node:timers/promises";
import { hostOfUrl, ipBytes, type IndicatorType } from "@soarkit/indicators";
import type { UsedList } from "./list.js";
import { isPacked, type Packed } from "./packed.js";
import { longestForPatterns, safePattern } from "./safe-pattern.js";

/** Entries that cannot be used, with the reason, by list. */
export type Complaints = Map<string, string[]>;

/** Most entries of one list that are looked for inside values or tried as pattern; each costs time on every value. */
const mostSlowEntries = 1_000;
const shortestSubstring = 4;
const entriesPerTurn = 5_000;

type Hits = Map<string, number[]>;

/** Lists made ready for look-ups: hash tables for short lists, bisection for long ones, networks by prefix length. */
export class Matcher {
  private readonly strings: Hits = new Map();
  private readonly hosts: Hits = new Map();
  /** By number of bytes of the address and prefix length. */
  private readonly networks = new Map<string, { bytes: number; bits: number; hits: Hits }>();
  private readonly packed: { list: number; kind: "string" | "hostname"; packed: Packed }[] = [];
  private readonly substrings: [text: string, list: number][] = [];
  private readonly patterns: [pattern: RegExp, list: number][] = [];

  private constructor(readonly lists: readonly UsedList[]) {}

  /** Makes lists ready, a few thousand entries at a time, so that nothing else waits. */
  static async of(lists: readonly UsedList[], complaints: Complaints): Promise<Matcher> {
    const matcher = new Matcher(lists);
    let since = 0;
    for (const [index, list] of lists.entries()) {
      const kind = list.head.type;
      if (list.packed !== undefined && (kind === "string" || kind === "hostname")) matcher.packed.push({ list: index, kind, packed: list.packed });
      for (const entry of list.entries ?? []) {
        const complaint = matcher.add(entry, index, kind);
        if (complaint !== undefined) complaints.set(list.id, [...(complaints.get(list.id) ?? []), complaint].slice(0, 20));
        since += 1;
        if (since % entriesPerTurn === 0) await nextTurn();
      }
    }
    return matcher;
  }

  /** Positions in `lists` of those that a canonical value stands on. */
  match(type: IndicatorType, value: string): number[] {
    const found = new Set<number>();
    const take = (hits: readonly number[] | undefined): void => {
      for (const list of hits ?? []) if (this.judges(list, type)) found.add(list);
    };
    const text = value.toLowerCase();
    const host = hostOf(type, text);
    take(this.strings.get(text));
    if (host !== "") for (const name of namesAbove(host)) take(this.hosts.get(name));
    if (this.networks.size > 0) this.matchNetworks(type === "cidr" ? text : host, take);
    this.matchPacked(text, host, take);
    for (const [part, list] of this.substrings) if (text.includes(part)) take([list]);
    if (value.length <= longestForPatterns) for (const [pattern, list] of this.patterns) if (pattern.test(value)) take([list]);
    return [...found].sort((a, b) => a - b);
  }

  private judges(list: number, type: IndicatorType): boolean {
    const types = this.lists[list]?.types;
    return types !== undefined && (types.size === 0 || types.has(type));
  }

  private matchNetworks(host: string, take: (hits: readonly number[] | undefined) => void): void {
    const slash = host.indexOf("/");
    const address = ipBytes(slash < 0 ? host : host.slice(0, slash));
    if (address === undefined) return;
    // A network stands on a list when it lies within one of the list's.
    const own = slash < 0 ? address.length * 8 : Number(host.slice(slash + 1));
    for (const { bytes, bits, hits } of this.networks.values()) if (bytes === address.length && bits <= own) take(hits.get(prefix(address, bits)));
  }

  private matchPacked(text: string, host: string, take: (hits: readonly number[] | undefined) => void): void {
    if (this.packed.length === 0) return;
    const bytes = Buffer.from(text, "utf8");
    const hostBytes = Buffer.from(host, "utf8");
    for (const { list, kind, packed } of this.packed) {
      if (kind === "string") {
        if (isPacked(packed, bytes)) take([list]);
        continue;
      }
      for (let from = 0; from < hostBytes.length; from = nextLabel(hostBytes, from)) {
        if (!isPacked(packed, hostBytes, from)) continue;
        take([list]);
        break;
      }
    }
  }

  private add(entry: string, list: number, kind: UsedList["head"]["type"]): string | undefined {
    switch (kind) {
      case "string":
        put(this.strings, entry, list);
        return undefined;
      case "hostname":
        put(this.hosts, entry, list);
        return undefined;
      case "cidr":
        return this.addNetwork(entry, list);
      case "substring":
        if (entry.length < shortestSubstring) return `"${entry}" is shorter than ${shortestSubstring} characters and would be found nearly everywhere`;
        if (this.substrings.filter(([, of]) => of === list).length >= mostSlowEntries) return `only the first ${mostSlowEntries.toLocaleString("en")} entries of a substring list are used`;
        this.substrings.push([entry, list]);
        return undefined;
      case "regex": {
        if (this.patterns.filter(([, of]) => of === list).length >= mostSlowEntries) return `only the first ${mostSlowEntries.toLocaleString("en")} patterns of a list are used`;
        const safe = safePattern(entry);
        if (!safe.ok) return `the pattern ${entry.slice(0, 80)} is left out: ${safe.reason}`;
        this.patterns.push([safe.pattern, list]);
        return undefined;
      }
    }
  }

  private addNetwork(entry: string, list: number): string | undefined {
    const [text = "", length] = entry.split("/", 2);
    const address = ipBytes(text);
    const bits = address === undefined ? Number.NaN : length === undefined ? address.length * 8 : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
    if (address === undefined || !(bits <= address.length * 8)) return `"${entry.slice(0, 80)}" is no network`;
    const key = `${address.length}/${bits}`;
    const known = this.networks.get(key) ?? { bytes: address.length, bits, hits: new Map<string, number[]>() };
    this.networks.set(key, known);
    put(known.hits, prefix(address, bits), list);
    return undefined;
  }
}

function put(hits: Hits, key: string, list: number): void {
  const known = hits.get(key);
  if (known === undefined) hits.set(key, [list]);
  else known.push(list);
}

/** The leading bits of an address as a key. */
function prefix(address: readonly number[], bits: number): string {
  const whole = bits >> 3;
  const rest = bits & 7;
  const head = String.fromCharCode(...address.slice(0, whole));
  return rest === 0 ? head : head + String.fromCharCode((address[whole] ?? 0) & (0xff << (8 - rest)));
}

function hostOf(type: IndicatorType, text: string): string {
  if (type === "url" || type === "link") return hostOfUrl(text) ?? "";
  if (type === "email") return text.slice(text.lastIndexOf("@") + 1);
  return type === "domain" || type === "ip" ? text : "";
}

function namesAbove(host: string): string[] {
  const names = [host];
  for (let dot = host.indexOf("."); dot >= 0; dot = host.indexOf(".", dot + 1)) names.push(host.slice(dot + 1));
  return names;
}

function nextLabel(bytes: Uint8Array, from: number): number {
  const dot = bytes.indexOf(0x2e, from);
  return dot < 0 ? bytes.length : dot + 1;
}
