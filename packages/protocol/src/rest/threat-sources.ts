/** A label of the Traffic Light Protocol. */
export type TlpLabel = "CLEAR" | "GREEN" | "AMBER" | "AMBER+STRICT" | "RED";

/** A threat source (soar-protocol §1.11 "ThreatSourceDTO"). */
export interface ThreatSourceDTO {
  id: number;
  uuid: string;
  name: string;
  description: string;
  enabled: boolean;
  /** True for a threat service that was registered here; false for a name that scripts give their hits. */
  custom: boolean;
  tos_agreement_date: null;
  prompt_license: boolean;
  license: null;
  properties: Record<string, unknown>;
  tos: null;
}

/** A registered threat service, as its administrators see it. The members beside IBM's are our own. */
export interface ThreatServiceDTO extends ThreatSourceDTO {
  /** Address that artifacts are posted to. */
  rest_url: string;
  auth_user: string | null;
  /** The password itself is never answered. */
  has_password: boolean;
  /** PEM text of an authority that is trusted besides those of the system and the platform's own. */
  ca: string | null;
  /** Unencrypted HTTP to other machines is allowed. */
  allow_http: boolean;
  /** Artifacts of incidents with a narrower label in their field `tlp` are not sent. */
  max_tlp: TlpLabel;
  /** The service wants the content of file artifacts. */
  upload_file: boolean;
  /** Why the platform switched it off by itself; null when it did not. */
  disabled_reason: string | null;
  /** The last request: when, HTTP status (null without an answer), milliseconds, and what went wrong. */
  last: { at: number; status: number | null; ms: number | null; error: string | null } | null;
  /** Look-ups that began in the last 24 hours, and the hits they brought. */
  today: { asked: number; hits: number };
  /** Look-ups under way. */
  waiting: number;
  /** When the next of them goes on, milliseconds since the epoch. */
  next_at: number | null;
  /** Artifacts of open incidents are still being queued for it. */
  sweeping: boolean;
}

/** How far a look-up has come: to be asked, waits for the service, final answer, refused for ever, given up for now. */
export type ThreatLookupState = "ask" | "wait" | "answered" | "refused" | "failed";

/** What one source was asked about one artifact. Times are milliseconds since the epoch. */
export interface ThreatLookupDTO {
  source: { id: number; name: string; enabled: boolean };
  state: ThreatLookupState;
  asked: number | null;
  answered: number | null;
  /** How long the last answer took, milliseconds. */
  answer_ms: number | null;
  /** Statuses of this round, as `303>200`. */
  statuses: string;
  error: string | null;
  hits: number;
  /** When it goes on: asks again, or is repeated. */
  next_at: number | null;
}

/** A look-up with its artifact, in the list of a source. */
export interface ThreatSourceLookupDTO extends ThreatLookupDTO {
  artifact: { id: number; inc_id: number; type: string; value: string };
}

/** The look-ups of an artifact. */
export interface ArtifactLookupsDTO {
  entities: ThreatLookupDTO[];
  /** Why it is never looked up: a password, a string while strings are not sent, a type without a word in the protocol, a value that its type cannot have. */
  not_sent: "password" | "string" | "type" | "value" | null;
  /** The label in the incident's field `tlp`; null without one. */
  tlp: TlpLabel | null;
  /** Threat services that are switched on and that the label keeps the artifact from. */
  withheld: { id: number; name: string }[];
  /** Threat services that are switched on. */
  sources_on: number;
}

/** Settings of all look-ups. */
export interface ThreatSettingsDTO {
  /** Hours until artifacts of open incidents are looked up again; 0 never. */
  rescan_hours: number;
  /** Artifacts of the type String are looked up, too. */
  send_strings: boolean;
}

/** Outcome of "test now": `net.name` = `localhost` was posted. */
export interface ThreatTestDTO {
  ok: boolean;
  /** What went wrong, or what to know of an answer that is right. */
  reason: string | null;
  request: { method: "POST"; url: string; body: string };
  /** Null without an answer. */
  status: number | null;
  ms: number;
  upload_file: boolean;
  /** Null over plain HTTP and without a connection. */
  tls: { protocol: string; cipher: string; subject: string; issuer: string; valid_to: number } | null;
}
