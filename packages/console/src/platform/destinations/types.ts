/** Who reads a message destination now. */
export interface Consumer {
  name: string;
  host?: string | null;
  since: number;
  /** Messages that it took and has not acknowledged. */
  in_flight: number;
}

/** A message destination as it stands now (`GET /console/destinations`). */
export interface DestinationState {
  id: number;
  name: string;
  programmatic_name: string;
  /** Messages that nobody has acknowledged. */
  depth: number;
  /** When the oldest of them was stored; null when there is none. */
  oldest: number | null;
  consumers: readonly Consumer[];
  /** When somebody read it last; null when nobody ever did. */
  last_seen?: number | null;
  /** Who that was. */
  last_reader?: string | null;
  /** Who is connected and asked for it, but may not read it. */
  refused?: readonly string[];
}
