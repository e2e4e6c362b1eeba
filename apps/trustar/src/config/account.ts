import * as z from "zod";
import { minimumPriority, type PriorityLevel } from "../threat-service/priority.js";
import { flag, list, optionalText, required } from "./values.js";

/** Parts of an incident that can go into its report. */
export const reportSections = ["summary", "notes", "breach", "artifacts"] as const;
export type ReportSection = (typeof reportSections)[number];

const keyAndSecret = {
  url: required("url", "give the address of TruSTAR, for example https://api.trustar.co").transform((text, context) => {
    try {
      const url = new URL(text);
      if (url.protocol === "https:" || url.protocol === "http:") return text.replace(/\/+$/, "");
    } catch {
      // Told below.
    }
    context.addIssue({ code: "custom", message: `"${text}" is not an address: it begins with https://` });
    return z.NEVER;
  }),
  user_api_key: required("user_api_key", "give the API key of the TruSTAR account"),
  user_api_secret: required("user_api_secret", "give the API secret of the TruSTAR account; ^name keeps it out of this file"),
};

/** Where TruSTAR is and who asks. */
export interface Credentials {
  /** Name of the section, for texts to people. */
  readonly section: string;
  /** Without a slash at its end. */
  readonly url: string;
  readonly user_api_key: string;
  readonly user_api_secret: string;
}

/** `[trustar_account_n]`: a TruSTAR account and the workspaces whose incidents go there (document, "Configure"). */
export const accountSchema = z.object({
  ...keyAndSecret,
  enclave_ids_for_submission: required("enclave_ids_for_submission", "give the ids of the enclaves that reports go to, separated by commas").transform(list),
  enclave_ids_for_query: z.string().optional().transform(list),
  auto_submission: flag("auto_submission", false),
  submit_data_to_trustar: z.string().optional(),
  /** Name of the same option in the program as it was shipped (trustar-api §0.3). */
  incident_content_to_submit: z.string().optional(),
  incident_types_to_exclude: z.string().optional().transform(list),
  workspace: required("workspace", "give the names of the workspaces whose incidents go to this account, separated by commas").transform(list),
  tag: optionalText,
}).transform(({ submit_data_to_trustar, incident_content_to_submit, ...account }, context) => {
  const named = list(submit_data_to_trustar ?? incident_content_to_submit).map((word) => word.toLowerCase());
  const unknown = named.find((word) => !(reportSections as readonly string[]).includes(word));
  if (unknown !== undefined) context.addIssue({ code: "custom", path: ["submit_data_to_trustar"], message: `"${unknown}" is none of summary, notes, breach, artifacts` });
  return { ...account, content: named.length === 0 ? reportSections : reportSections.filter((section) => named.includes(section)) };
});

/** A TruSTAR account of the configuration. */
export interface Account extends Credentials {
  readonly enclave_ids_for_submission: readonly string[];
  readonly enclave_ids_for_query: readonly string[];
  readonly auto_submission: boolean;
  readonly incident_types_to_exclude: readonly string[];
  readonly workspace: readonly string[];
  readonly tag: string | undefined;
  /** Which parts of the incident its report holds. */
  readonly content: readonly ReportSection[];
}

/** `[trustar_threat_source]`: where the threat service and priority look-ups ask. */
export const threatSourceSchema = z.object({
  ...keyAndSecret,
  enclave_ids_for_submission: z.string().optional(),
  /** Name of the same option in the program as it was shipped (trustar-api §0.3). */
  enclave_ids_for_search: z.string().optional(),
  /** Further names under which people write it, after the option of the accounts. */
  enclave_ids_for_query: z.string().optional(),
  enclave_ids: z.string().optional(),
  minimum_priority: minimumPriority,
}).transform(({ enclave_ids_for_submission, enclave_ids_for_search, enclave_ids_for_query, enclave_ids, minimum_priority, ...source }) => ({
  ...source,
  enclaveIds: list(enclave_ids_for_search ?? enclave_ids_for_query ?? enclave_ids ?? enclave_ids_for_submission),
  minimumPriority: minimum_priority,
}));

/** The threat service's part of the configuration. */
export interface ThreatSource extends Credentials {
  /** Empty for all that the account may see. */
  readonly enclaveIds: readonly string[];
  /** The lowest priority that is a hit. */
  readonly minimumPriority: PriorityLevel;
}
