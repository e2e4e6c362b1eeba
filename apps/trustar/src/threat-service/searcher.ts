import { type AppConfig, type AppThreatSearcher, defineThreatSearcher, ExpectedFailure, found, hit, type Hit, numberProperty, senderTexts, textProperty, type ThreatLookup, uriProperty } from "@soarkit/app-sdk";
import { isOwnNetwork, normalise, refang } from "@soarkit/indicators";
import type { ThreatSource } from "../config/account.js";
import { threatSourceSection, type TrustarConfig } from "../config/config.js";
import type { Parts } from "../parts.js";
import type { IndicatorMetadata } from "../trustar/dto.js";
import { indicatorLink } from "../trustar/links.js";
import { reaches } from "./priority.js";

/** Values of one call to TruSTAR. */
const valuesPerCall = 100;

/** Use case 10: the priority of new artifacts as hits, at `/cts/trustar`. */
export function prioritySearcher(config: AppConfig<TrustarConfig>, parts: Parts): AppThreatSearcher {
  return defineThreatSearcher({
    path: "trustar",
    displayName: "TruSTAR",
    // Recipients are left out: they are usually one's own people.
    types: ["net.ip", "net.name", "net.uri", "net.cidr", "email.header", "email.header.sender_address", "hash.md5", "hash.sha1", "hash.sha256", "file.name", "system.registry", "threat.report.cve", "threat.malware.family"],
    config,
    maxTlp: ({ max_tlp: limit }) => limit,
    maximumBatch: valuesPerCall,
    concurrency: 4,
    timeLimitSeconds: 90,
    search: async (lookups, { config: { threatSource }, http, log, signal }) => {
      if (threatSource === undefined) throw new ExpectedFailure(`The threat service of TruSTAR has no account: fill in [${threatSourceSection}] in app.config.`);
      const asked = new Map(lookups.flatMap((lookup) => valuesOf(lookup).map((value) => [comparable(value), refang(value)])));
      if (asked.size === 0) return lookups.map(() => found());
      const status = (text: string): Promise<void> => {
        log.info(text);
        return Promise.resolve();
      };
      const client = await parts.clients.for(threatSource, { http, signal, status });
      const known = new Map<string, IndicatorMetadata>();
      for (const indicator of await client.metadata([...asked.values()], threatSource.enclaveIds)) known.set(comparable(indicator.value), indicator);
      return lookups.map((lookup) => found(...valuesOf(lookup).flatMap((value) => hitsOf(known.get(comparable(value)), threatSource))));
    },
  });
}

/** What of an artifact is looked up: nothing that means something only in one's own network. */
function valuesOf(lookup: ThreatLookup): string[] {
  const texts = senderTexts(lookup).map((text) => (lookup.type.startsWith("email.") ? addressIn(text) : text.trim()));
  return texts.filter((text) => text !== "" && !isOwnNetwork(refang(text)));
}

/** `Name <a@b>` as `a@b`. */
function addressIn(text: string): string {
  const read = normalise("email", text);
  return read.ok ? read.value : "";
}

/** Values are compared whole, without regard to case and defanging. */
function comparable(value: string): string {
  return refang(value.trim()).toLowerCase();
}

function hitsOf(indicator: IndicatorMetadata | undefined, source: ThreatSource): Hit[] {
  if (indicator === undefined || !reaches(indicator.priorityLevel, source.minimumPriority)) return [];
  const { value, indicatorType, priorityLevel, correlationCount, lastSeen } = indicator;
  return [hit(
    textProperty("Priority Level", priorityLevel),
    textProperty("Indicator", value),
    numberProperty("Reports", correlationCount),
    textProperty("Last Seen", typeof lastSeen === "number" ? new Date(lastSeen).toISOString() : lastSeen),
    uriProperty("TruSTAR", indicatorLink(source.url, { type: indicatorType ?? "", value })),
  )];
}
