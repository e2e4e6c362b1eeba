import { parseTlp, tlpRank, type StaxxTlp, type Tlp } from "@soarkit/indicators";
import type { Origin } from "./origin.js";

/**
 * Why a value may not leave, when its artifact or incident is marked with more than the configuration lets out
 * (design §7 "TLP"): the mark, where it is and the setting. Undefined when it may.
 */
export function tlpObstacle(origin: Origin, limit: Tlp): string | undefined {
  if (origin.tlp === undefined || tlpRank(origin.tlp.name) <= tlpRank(limit)) return undefined;
  return `The ${origin.tlp.from} is marked TLP:${origin.tlp.name}, and max_tlp = ${limit} in [fn_anomali_staxx] keeps that from leaving. Change the mark if it is wrong, or raise max_tlp.`;
}

/** Says when the chosen label would share a value more widely than its own mark; undefined when it does not. */
export function widerSharing(origin: Origin, chosen: StaxxTlp): string | undefined {
  const label = parseTlp(chosen);
  if (origin.tlp === undefined || label === undefined || tlpRank(origin.tlp.name) <= tlpRank(label)) return undefined;
  return `The ${origin.tlp.from} is marked TLP:${origin.tlp.name}, and it is filed as ${chosen}, which shares it more widely.`;
}
