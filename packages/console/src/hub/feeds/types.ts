/** What a poll brought. */
export interface PollCounts {
  objects: number;
  added: number;
  changed: number;
  known: number;
  ended: number;
  skipped: number;
}

/** A feed: a collection of another TAXII 2.1 server. Times are milliseconds since the epoch. */
export interface FeedEntry {
  id: number;
  name: string;
  url: string;
  collection: string;
  collection_title: string;
  user: string;
  has_password: boolean;
  verify: boolean;
  allow_http: boolean;
  interval: number;
  tlp: string;
  state: "active" | "paused";
  polling: boolean;
  watermark: string;
  failures: number;
  next_poll: number;
  last_poll: number | null;
  last_success: number | null;
  last_error: string;
  last_counts: PollCounts | null;
  total_added: number;
}
