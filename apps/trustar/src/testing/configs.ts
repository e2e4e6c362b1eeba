import { configSchema, type TrustarConfig } from "../config/config.js";

/** The configuration of `[trustar]` and further sections. */
export function parseConfig(own: Readonly<Record<string, string>>, sections: Readonly<Record<string, Readonly<Record<string, string>>>>): TrustarConfig {
  return configSchema.parse({ ...own, sections });
}
