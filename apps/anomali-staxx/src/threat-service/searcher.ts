import { type AppConfig, type AppThreatSearcher, defineThreatSearcher, found, hit, type Hit, numberProperty, senderTexts, textProperty, type ThreatLookup, uriProperty } from "@soarkit/app-sdk";
import { isOwnNetwork, prepareForStaxx } from "@soarkit/indicators";
import type { StaxxConfig } from "../config/config.js";
import { recordsOf, valuesPerQuery } from "../functions/verdict.js";
import { StaxxClient } from "../staxx/client.js";
import { readStaxxDate } from "../staxx/dates.js";
import { settingsOf, type StaxxRecord, textOf } from "../staxx/records.js";
import type { Sessions } from "../staxx/sessions.js";
import { bestRecord } from "./best-record.js";

/** Page of a value for owners of an Anomali account (staxx-api §1.8). */
const portal = "https://staxx.anomali.com";

/** What STAXX knows about new artifacts as hits, at `/cts/staxx`: the best record of each value. */
export function recordSearcher(config: AppConfig<StaxxConfig>, sessions: Sessions): AppThreatSearcher {
  return defineThreatSearcher({
    path: "staxx",
    displayName: "Anomali STAXX",
    // Recipients are left out: they are usually one's own people.
    types: ["net.ip", "net.name", "net.uri", "email.header", "email.header.sender_address", "hash.md5", "hash.sha1", "hash.sha256"],
    config,
    maxTlp: ({ max_tlp: limit }) => limit,
    maximumBatch: valuesPerQuery,
    concurrency: 4,
    timeLimitSeconds: 60,
    search: async (lookups, { config: address, http }) => {
      const values = lookups.map(valuesOf);
      const asked = [...new Set(values.flat())];
      if (asked.length === 0) return lookups.map(() => found());
      const client = new StaxxClient({ http, address, sessions });
      const records = await recordsOf(client, asked);
      const station = (await client.session()).extensions.size > 0 ? client.baseUrl : portal;
      return values.map((own) => found(...own.flatMap((value) => hitsOf(value, records.get(value) ?? [], address.server_timezone, station))));
    },
  });
}

/** An artifact's values in STAXX's form; none that may not leave, or that means something only in one's own network. */
function valuesOf(lookup: ThreatLookup): string[] {
  const artifactType = lookup.type === "email.header" ? "Email Sender" : lookup.type;
  return senderTexts(lookup).flatMap((value) => {
    const prepared = prepareForStaxx({ artifactType, value, purpose: "query" });
    return prepared.ok && !isOwnNetwork(prepared.value) ? [prepared.value] : [];
  });
}

function hitsOf(value: string, records: readonly StaxxRecord[], zone: string, station: string): Hit[] {
  const best = bestRecord(records, zone);
  if (best === undefined) return [];
  const { confidence, severity, tlp, itype } = settingsOf(best);
  const seen = readStaxxDate(textOf(best, "date_last"), zone);
  return [hit(
    textProperty("Type", itype),
    numberProperty("Confidence", confidence),
    textProperty("Severity", severity),
    textProperty("TLP", tlp),
    textProperty("Feed", textOf(best, "feed_name")),
    textProperty("Source", textOf(best, "source")),
    textProperty("Actor", textOf(best, "actor")),
    textProperty("Campaign", textOf(best, "campaign")),
    textProperty("Last Seen", seen.iso ?? seen.display),
    numberProperty("Records", records.length),
    textProperty("Indicator", value),
    uriProperty("Anomali STAXX", `${station}/detail/${encodeURIComponent(value)}`),
  )];
}
