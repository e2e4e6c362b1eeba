import { defineApp, defineConfig, type SoarkitApp } from "@soarkit/app-sdk";
import { sharingActions } from "./actions/sharing-actions.js";
import { whitelistActions } from "./actions/whitelist-actions.js";
import { configSchema, configuredProxies, type TrustarConfig } from "./config/config.js";
import { configTemplate, furtherTemplates } from "./config/template.js";
import { customizations } from "./customizations/customizations.js";
import { indicatorFunctions } from "./functions/indicator-functions.js";
import { reportFunctions } from "./functions/report-functions.js";
import { Parts } from "./parts.js";
import { selftest } from "./selftest.js";
import { prioritySearcher } from "./threat-service/searcher.js";
import { workspaceWarnings } from "./warnings.js";

/** The TruSTAR app with its own logins and its own order of work per incident. */
export function createTrustarApp(): SoarkitApp {
  const config = defineConfig<TrustarConfig>({
    section: "trustar",
    furtherSections: { prefix: "trustar_", templates: furtherTemplates },
    destinationKey: "queue",
    schema: configSchema,
    secrets: ["proxy_password", "user_api_secret"],
    template: configTemplate,
    proxies: configuredProxies,
  });
  const parts = new Parts();
  return defineApp({
    name: "trustar",
    packageName: "trustar-resilient",
    alsoCalled: ["fn-trustar"],
    displayName: "TruSTAR",
    version: "1.3.0",
    author: "The Soarkit authors",
    support: "docs/apps/trustar.md of Soarkit",
    description: "Share incidents as reports with TruSTAR, bring correlated indicators back, and whitelist indicators",
    permissions: ["org_data.read", "org_data.edit", "function.read", "function.edit"],
    minimumPlatformVersion: "30.0.0",
    config,
    functions: [...reportFunctions(config, parts), ...indicatorFunctions(config, parts)],
    actions: [...sharingActions(config, parts), ...whitelistActions(config, parts)],
    threatSearchers: [prioritySearcher(config, parts)],
    warnings: workspaceWarnings,
    customizations,
    selftest,
  });
}
