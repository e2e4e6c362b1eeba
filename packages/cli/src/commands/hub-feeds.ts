import { resolve } from "node:path";
import { password as askPassword } from "@inquirer/prompts";
import type { Command } from "commander";
import type { HubAdmin } from "../context/hub-admin.js";
import { dim, print, printJson } from "../output/print.js";
import { wholeNumber } from "./hub-approvals.js";
import { type HubFlags, withHub, withHubOptions } from "./with-hub.js";

/** A feed as the hub answers it. */
interface Feed {
  id: number;
  name: string;
  url: string;
  collection: string;
  collection_title: string;
  state: string;
  polling: boolean;
  last_poll: number | null;
  next_poll: number;
  last_error: string;
  last_counts: { added: number; changed: number; known: number; ended: number; skipped: number } | null;
  total_added: number;
}

interface AddFlags extends HubFlags {
  url: string;
  collection: string;
  user: string;
  caFile: string;
  verify: boolean;
  allowHttp?: boolean;
  proxy: string;
  interval: string;
  tlp: string;
  confidence?: number;
  expiresDays?: string;
}

/** `soarkit hub feeds list|add|poll|pause|resume|remove`: collections of other TAXII 2.1 servers. */
export function addHubFeeds(feeds: Command): void {
  withHubOptions(feeds.command("list").description("list feeds with their last and next poll")).action((flags: HubFlags) => withHub(flags, (admin) => list(admin, flags.json === true)));
  withHubOptions(feeds.command("add").description("poll a collection of a TAXII 2.1 server; the password comes from SOARKIT_FEED_PASSWORD or is asked for").argument("<name>"))
    .requiredOption("--url <url>", "address of the discovery or the API root")
    .option("--collection <collection>", "id or title; not needed when the server has one only", "")
    .option("--user <user>", "user name for the server", "")
    .option("--ca-file <file>", "PEM file of the authority of its certificate", "")
    .option("--no-verify", "accept any certificate: for tests only")
    .option("--allow-http", "allow an http address of another machine: password and indicators can be read on the way")
    .option("--proxy <url>", "proxy for this server, or direct; default that of the environment", "")
    .option("--interval <minutes>", "time between polls", "60")
    .option("--tlp <label>", "label of objects that have none", "AMBER")
    .option("--confidence <number>", "confidence of objects that have none, 0 to 100", wholeNumber)
    .option("--expires-days <days>", "end of objects that have none; default never")
    .action((name: string, flags: AddFlags) => withHub(flags, (admin) => add(admin, name, flags)));
  for (const [action, description] of [["poll", "poll at once and wait for the end"], ["pause", "poll no more until resumed"], ["resume", "poll again"], ["remove", "forget feeds; the indicators they brought stay"]] as const) {
    withHubOptions(feeds.command(action).description(description).argument("<name...>")).action((names: string[], flags: HubFlags) => withHub(flags, (admin) => act(admin, action, names, flags.json === true)));
  }
}

async function list(admin: HubAdmin, json: boolean): Promise<void> {
  const { entities } = await admin.get<{ entities: Feed[] }>("/api/hub/feeds");
  if (json) printJson(entities);
  else if (entities.length === 0) print("No feed yet. Add one with soarkit hub feeds add.");
  else entities.forEach(show);
}

async function add(admin: HubAdmin, name: string, flags: AddFlags): Promise<void> {
  const given = process.env["SOARKIT_FEED_PASSWORD"];
  const password = flags.user === "" ? "" : (given ?? (await askPassword({ message: `Password of ${flags.user}` })));
  const feed = await admin.post<Feed>("/api/hub/feeds", {
    name,
    url: flags.url,
    collection: flags.collection,
    user: flags.user,
    password,
    // The hub may run in another folder.
    ca_file: flags.caFile === "" ? "" : resolve(flags.caFile),
    verify: flags.verify,
    allow_http: flags.allowHttp === true,
    proxy: flags.proxy,
    interval_minutes: Number(flags.interval),
    tlp: flags.tlp,
    confidence: flags.confidence ?? null,
    expires_days: flags.expiresDays === undefined ? null : Number(flags.expiresDays),
  });
  if (flags.json === true) printJson(feed);
  else print(`${feed.name} is polled now: ${feed.collection_title || feed.collection} of ${feed.url}`);
}

async function act(admin: HubAdmin, action: "poll" | "pause" | "resume" | "remove", names: readonly string[], json: boolean): Promise<void> {
  const { entities } = await admin.get<{ entities: Feed[] }>("/api/hub/feeds");
  for (const name of names) {
    const feed = entities.find((entry) => entry.name === name || String(entry.id) === name);
    // The hub says what to do about a feed that it does not have.
    const path = `/api/hub/feeds/${feed?.id ?? 999_999_999}`;
    const after = action === "remove" ? await admin.delete<Feed>(path) : await admin.post<Feed>(`${path}/${action}`);
    if (json) printJson(after);
    else if (action === "remove") print(`${name} removed`);
    else show(after);
    if (action === "poll" && after.last_error !== "") process.exitCode = 1;
  }
}

function show({ name, state, polling, last_poll: last, next_poll: next, last_error: problem, last_counts: counts, total_added: total }: Feed): void {
  const time = (at: number | null): string => (at === null ? "never" : new Date(at).toISOString());
  print(`${name}  ${polling ? "polling" : problem === "" ? state : "failing"}  last ${time(last)}  next ${state === "active" ? time(next) : "-"}  ${total} added in all`);
  if (problem !== "") print(`  ${problem}`);
  else if (counts !== null) print(dim(`  ${counts.added} added, ${counts.changed} changed, ${counts.known} known, ${counts.ended} withdrawn, ${counts.skipped} skipped`));
}
