import { ExpectedFailure, type AppHttpResponse } from "@soarkit/app-sdk";
import * as z from "zod";
import { Connection, type ConnectionOptions } from "./connection.js";
import { type Enclave, enclaveSchema, hasNext, type IndicatorMetadata, indicatorSchema, type Indicator, metadataSchema, type Page, pageSchema, type Report, reportSchema, type ReportToSend } from "./dto.js";
import { refusal } from "./refusals.js";

/** Entries of one page: the most that TruSTAR gives (trustar-api §1.10). */
const pageSize = 1_000;
/** Pages are read up to this depth, which is where TruSTAR ends them as well. */
const mostPages = 10;
/** Longest query of one call, in characters: servers and proxies in between refuse longer lines. */
const longestQuery = 6_000;

/** Indicators from several pages, and how many there are in all as far as the server tells. */
export interface IndicatorList {
  readonly indicators: readonly Indicator[];
  readonly total: number;
  /** True when there are more than were read. */
  readonly more: boolean;
}

/** The calls of TruSTAR's API 1.3 that the app needs (trustar-api §0.2). */
export class TrustarClient {
  /** Server and section, for deep links and texts. */
  readonly account: Connection["account"];
  readonly #wire: Connection;

  constructor(options: ConnectionOptions) {
    this.#wire = new Connection(options);
    this.account = options.account;
  }

  /** Looks whether the server answers this account. */
  async ping(): Promise<void> {
    const answer = await this.#wire.expect({ what: "the health check", method: "GET", path: "ping", repeatable: true });
    if (answer.text().trim() !== "pong") throw new ExpectedFailure(`${this.account.url} does not answer like TruSTAR. Check url in [${this.account.section}].`);
  }

  /** What this account may do in which enclave. */
  async enclaves(): Promise<readonly Enclave[]> {
    const what = "the list of enclaves";
    return read(z.array(enclaveSchema), await this.#wire.expect({ what, method: "GET", path: "enclaves", repeatable: true }), what);
  }

  /** Files a new report and gives its id. Not made again by itself: look up the external id first. */
  async submitReport(report: ReportToSend): Promise<string> {
    const answer = await this.#wire.expect({ what: "the report", method: "POST", path: "reports", json: { ...report, created: null, updated: null, id: null }, repeatable: false });
    const id = answer.text().trim().replace(/^"|"$/g, "");
    if (!/^[\w-]{1,100}$/.test(id)) throw new ExpectedFailure("TruSTAR answered the report with something else than its id.");
    return id;
  }

  /** A report by its own id or by the external one; undefined when there is none. */
  async report(id: string, idType: "internal" | "external"): Promise<Report | undefined> {
    const call = { what: `the look-up of the report ${id}`, method: "GET", path: `reports/${encodeURIComponent(id)}`, query: idType === "external" ? [["idType", "external"] as const] : [], repeatable: true } as const;
    const answer = await this.#wire.call(call);
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw refusal(call.what, answer, this.account);
    return read(reportSchema, answer, "the look-up of a report");
  }

  /** Replaces what a report says. */
  async updateReport(id: string, report: ReportToSend): Promise<void> {
    await this.#wire.expect({ what: `the update of the report ${id}`, method: "PUT", path: `reports/${encodeURIComponent(id)}`, query: [["idType", "internal"]], json: { ...report, id, created: null, updated: null }, repeatable: true });
  }

  /** Removes a report; false when there was none any more. */
  async deleteReport(id: string): Promise<boolean> {
    const call = { what: `the deletion of the report ${id}`, method: "DELETE", path: `reports/${encodeURIComponent(id)}`, repeatable: true } as const;
    const answer = await this.#wire.call(call);
    if (answer.status === 404) return false;
    if (!answer.ok) throw refusal(call.what, answer, this.account);
    return true;
  }

  /** Gives a report a tag in one enclave; the same tag again changes nothing. */
  async tagReport(id: string, name: string, enclaveId: string): Promise<void> {
    await this.#wire.expect({ what: `the tag "${name}" of the report ${id}`, method: "POST", path: `reports/${encodeURIComponent(id)}/tags`, query: [["idType", "internal"], ["name", name], ["enclaveId", enclaveId]], repeatable: true });
  }

  /** The indicators that TruSTAR found in a report, without whitelisted ones. */
  async reportIndicators(id: string): Promise<readonly Indicator[]> {
    const found: Indicator[] = [];
    for (let number = 0; number < mostPages; number++) {
      const page = await this.#page(`the indicators of the report ${id}`, `reports/${encodeURIComponent(id)}/indicators`, [], number);
      found.push(...page.items.map(toIndicator));
      if (!hasNext(page, number, pageSize)) break;
    }
    return found;
  }

  /**
   * Indicators that occur in a report together with one of the values, each once.
   *
   * @param enough - tells from what was found so far whether further pages are needed
   */
  async related(values: readonly string[], enclaveIds: readonly string[], enough: (found: readonly Indicator[]) => boolean): Promise<IndicatorList> {
    const found = new Map<string, Indicator>();
    const lines = inLines(values);
    let told = 0;
    let more = false;
    for (const line of lines) {
      const query = [...line.map((value) => ["indicators", value] as const), ...enclaveIds.map((id) => ["enclaveIds", id] as const)];
      for (let number = 0; ; number++) {
        const page = await this.#page("the look-up of correlated indicators", "indicators/related", query, number);
        for (const item of page.items) found.set(`${item.indicatorType ?? ""}|${item.value}`, toIndicator(item));
        told = Math.max(told, page.totalElements ?? 0);
        if (!hasNext(page, number, pageSize)) break;
        if (number + 1 >= mostPages || enough([...found.values()])) {
          more = true;
          break;
        }
      }
    }
    return { indicators: [...found.values()], total: lines.length === 1 ? Math.max(told, found.size) : found.size, more };
  }

  /** The priority of an indicator with exactly this value; undefined when TruSTAR does not know it. */
  async priority(value: string): Promise<string | undefined> {
    const exact = await this.#exact(value, []);
    return exact && (exact.priorityLevel ?? "NOT_FOUND");
  }

  /**
   * What TruSTAR knows about indicators with exactly these values; unknown and whitelisted ones are absent. One call; a server
   * that does not have it is searched for each value, as TruSTAR's own app does (trustar-api §6.2), and then tells less.
   */
  async metadata(values: readonly string[], enclaveIds: readonly string[]): Promise<readonly IndicatorMetadata[]> {
    const what = "the look-up of indicators";
    const query = enclaveIds.map((id) => ["enclaveIds", id] as const);
    const answer = await this.#wire.call({ what, method: "POST", path: "indicators/metadata", query, json: values.map((value) => ({ value, indicatorType: null })), repeatable: true });
    if (answer.ok) return read(z.array(metadataSchema), answer, what);
    if (answer.status !== 404 && answer.status !== 405) throw refusal(what, answer, this.account);
    const found: IndicatorMetadata[] = [];
    for (const value of values) {
      const exact = await this.#exact(value, enclaveIds);
      if (exact !== undefined) found.push(exact);
    }
    return found;
  }

  /** Whitelists what TruSTAR finds in a value; gives what it found. */
  async whitelist(value: string): Promise<readonly Indicator[]> {
    const answer = await this.#wire.expect({ what: "the whitelisting", method: "POST", path: "whitelist", json: [value], repeatable: true });
    return read(z.array(indicatorSchema), answer, "the whitelisting").map(toIndicator);
  }

  /** Takes a value off the whitelist. @param type - TruSTAR's name of its type; empty when unknown: then the value alone counts */
  async undoWhitelist(value: string, type: string): Promise<void> {
    await this.#wire.expect({ what: "the end of the whitelisting", method: "DELETE", path: "whitelist", query: [["value", value], ["indicatorType", type]], repeatable: true });
  }

  async #exact(value: string, enclaveIds: readonly string[]): Promise<IndicatorMetadata | undefined> {
    const query = [["searchTerm", value] as const, ...enclaveIds.map((id) => ["enclaveIds", id] as const)];
    for (let number = 0; number < mostPages; number++) {
      const page = await this.#page("the search for an indicator", "indicators/search", query, number);
      const exact = page.items.find((item) => item.value === value) ?? page.items.find((item) => item.value.toLowerCase() === value.toLowerCase());
      if (exact !== undefined) return exact;
      if (!hasNext(page, number, pageSize)) break;
    }
    return undefined;
  }

  async #page(what: string, path: string, query: readonly (readonly [string, string])[], number: number): Promise<Page> {
    const answer = await this.#wire.expect({ what, method: "GET", path, query: [...query, ["pageNumber", String(number)], ["pageSize", String(pageSize)]], repeatable: true });
    return read(pageSchema, answer, what);
  }
}

function toIndicator(item: z.infer<typeof indicatorSchema>): Indicator {
  return { type: item.indicatorType ?? "", value: item.value };
}

function read<T>(schema: z.ZodType<T>, answer: AppHttpResponse, what: string): T {
  const parsed = schema.safeParse(answer.json());
  if (parsed.success) return parsed.data;
  throw new ExpectedFailure(`TruSTAR answered ${what} with something unexpected (${parsed.error.issues[0]?.path.map(String).join(".") ?? "its body"}).`);
}

/** Values in groups that fit into one request line. */
function inLines(values: readonly string[]): string[][] {
  const lines: string[][] = [];
  let length = 0;
  for (const value of values) {
    const size = encodeURIComponent(value).length + "&indicators=".length;
    const last = lines.at(-1);
    if (last === undefined || length + size > longestQuery) {
      lines.push([value]);
      length = size;
    } else {
      last.push(value);
      length += size;
    }
  }
  return lines;
}
