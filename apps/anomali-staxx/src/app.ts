import { defineApp, defineConfig, type SoarkitApp } from "@soarkit/app-sdk";
import { configSchema, type StaxxConfig } from "./config/config.js";
import { configTemplate } from "./config/template.js";
import { customizations } from "./customizations/customizations.js";
import { staxxImport } from "./functions/import.js";
import { staxxQuery } from "./functions/query.js";
import { selftest } from "./selftest.js";
import { Sessions } from "./staxx/sessions.js";
import { recordSearcher } from "./threat-service/searcher.js";

/** The Anomali STAXX app with its own kept logins. */
export function createStaxxApp(): SoarkitApp {
  const config = defineConfig<StaxxConfig>({
    section: "fn_anomali_staxx",
    legacySections: ["staxx"],
    schema: configSchema,
    secrets: ["staxx_password"],
    template: configTemplate,
  });
  const sessions = new Sessions();
  return defineApp({
    name: "anomali-staxx",
    packageName: "fn-anomali-staxx",
    displayName: "Anomali Staxx",
    version: "1.1.0",
    author: "The Soarkit authors",
    support: "docs/apps/anomali-staxx.md of Soarkit",
    description: "Add artifact values as indicators to Anomali Staxx, and search it for indicators matching an artifact value",
    permissions: ["org_data.read", "org_data.edit", "function.read"],
    minimumPlatformVersion: "35.2.32",
    config,
    functions: [staxxImport(config, sessions), staxxQuery(config, sessions)],
    threatSearchers: [recordSearcher(config, sessions)],
    replaces: [{
      packageName: "fn_send_to_staxx",
      section: "staxx",
      rules: ["Example: Send to Staxx", "Example: Query Staxx Indicators"],
      functions: ["send_to_staxx", "query_staxx"],
      destination: "staxx",
    }],
    customizations,
    selftest,
  });
}
