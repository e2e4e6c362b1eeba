import type { Severity, StaxxTlp, ThreatType } from "@soarkit/indicators";

/** What is filed and how. */
export interface ImportSettings {
  /** One of the threat types (staxx-api §1.7), not an itype. */
  threatType: ThreatType;
  severity: Severity;
  /** 0 to 100. */
  confidence: number;
  /** With prefix: `TLP:AMBER`. */
  tlp: StaxxTlp;
  autoApprove: "yes" | "no";
  /** In the order in which they are sent. */
  tags: readonly string[];
}

/** What only servers with the extensions of the same names are sent. */
export interface ImportExtensions {
  /** The same key files nothing twice. */
  import_key?: string | undefined;
  /** File what is left out otherwise: well-known values, MAC addresses, file paths. */
  force?: true | undefined;
}

/**
 * The text of the form field `import_params`: JSON of strings and numbers only, in ASCII, which every STAXX
 * reads (staxx-api §1.5).
 */
export function importParams(token: string, value: string, settings: ImportSettings, extensions: ImportExtensions = {}): string {
  const text = JSON.stringify({
    token,
    intel_str: value,
    threat_type: settings.threatType,
    severity: settings.severity,
    confidence: settings.confidence,
    tlp: settings.tlp,
    tags: settings.tags.map((tag) => tag.replaceAll(",", "%2C")).join(","),
    auto_approve: settings.autoApprove,
    ...extensions,
  });
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The job id in `Import intelligence job ID 20200812163012 `; undefined when the text is something else. */
export function jobIdOf(text: string): string | undefined {
  return /^Import intelligence job ID (\S+)\s*$/.exec(text)?.[1];
}
