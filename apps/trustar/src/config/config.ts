import { parseTlp, type Tlp } from "@soarkit/indicators";
import * as z from "zod";
import { accountSchema, type Account, threatSourceSchema, type ThreatSource } from "./account.js";
import { flag, optionalText, wholeNumber } from "./values.js";

/** Section of the threat service; every other section that begins with `trustar_` is an account. */
export const threatSourceSection = "trustar_threat_source";

const ownSection = z.object({
  queue: optionalText,
  proxy: flag("proxy", false),
  secure_proxy: flag("secure_proxy", false),
  proxy_url: optionalText,
  proxy_username: optionalText,
  proxy_password: optionalText,
  /** `true`, `false`, or the path of a PEM file; the connection reads it. */
  verify: z.string().trim().min(1, "verify must be true, false or the path of a PEM file").default("true"),
  cafile: optionalText,
  timeout: wholeNumber("timeout", 1, 3600).default(60),
  max_correlated_artifacts: wholeNumber("max_correlated_artifacts", 0, 1000).default(100),
  max_tlp: z.string().default("AMBER").transform((text, context): Tlp => {
    const label = parseTlp(text);
    if (label !== undefined) return label;
    context.addIssue({ code: "custom", message: "max_tlp must be one of CLEAR (WHITE), GREEN, AMBER, AMBER+STRICT, RED" });
    return z.NEVER;
  }),
  sections: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});

/** The section `[trustar]`. */
type OwnSection = Omit<z.output<typeof ownSection>, "sections">;

/** The app's configuration after reading. */
export interface TrustarConfig extends OwnSection {
  /** In the order of the file. */
  readonly accounts: readonly Account[];
  /** `[trustar_threat_source]`, when it is filled in. */
  readonly threatSource: ThreatSource | undefined;
}

/** `[trustar]` with every section that begins with `trustar_` (trustar-api §0.3; both spellings of an option are read). */
export const configSchema = ownSection.transform(({ sections, ...own }, context): TrustarConfig => {
  const accounts: Account[] = [];
  let threatSource: ThreatSource | undefined;
  for (const [section, values] of Object.entries(sections)) {
    const isSource = section === threatSourceSection;
    // A section as `config -u` writes it, not filled in yet, is no account and no mistake.
    if (isBlank(values)) continue;
    const read = (isSource ? threatSourceSchema : accountSchema).safeParse(values);
    if (!read.success) {
      for (const issue of read.error.issues) context.addIssue({ code: "custom", path: ["sections", section, ...issue.path], message: issue.message });
    } else if (isSource) threatSource = { section, ...(read.data as Omit<ThreatSource, "section">) };
    else accounts.push({ section, ...(read.data as Omit<Account, "section">) });
  }
  if (own.proxy && own.proxy_url === undefined) context.addIssue({ code: "custom", path: ["proxy_url"], message: "proxy_url is empty although proxy = true: give the proxy as host:port" });
  return { ...own, accounts, threatSource };
});

/** The proxy that `[trustar]` names, for both kinds of addresses; undefined leaves it to the environment. */
export function configuredProxies(config: TrustarConfig): { http: string; https: string } | undefined {
  if (!config.proxy || config.proxy_url === undefined) return undefined;
  const url = new URL(config.proxy_url.includes("://") ? config.proxy_url : `http://${config.proxy_url}`);
  if (config.secure_proxy) {
    url.username = encodeURIComponent(config.proxy_username ?? "");
    url.password = encodeURIComponent(config.proxy_password ?? "");
  }
  const address = url.href.replace(/\/$/, "");
  return { http: address, https: address };
}

function isBlank(values: Readonly<Record<string, string>>): boolean {
  return (values["url"] ?? "").trim() === "";
}

