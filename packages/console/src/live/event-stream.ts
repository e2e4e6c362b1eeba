/** What changed, without its content: the page fetches again what it shows. */
export interface LiveEvent {
  /** `incidents`, `incident:2101`, `messaging`, … */
  topic: string;
  /** Kind of change, such as `note.added`; the part before the dot names the query group that is stale. */
  kind: string;
  id?: number | string;
  /** Who did it, as shown to people. */
  by?: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export type LinkState = "connecting" | "live" | { lostSince: number; nextTryAt: number };

interface Listener {
  onEvent(event: LiveEvent): void;
  /** Events may have been missed: everything on screen is fetched again. */
  onResync(): void;
  onState(state: LinkState): void;
}

/**
 * The one stream of events of a tab. The browser's own retry ends for good at the first answer that is not 200, which a
 * server that is closing gives, so the page reconnects itself.
 */
export class EventStream {
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #lostSince: number | undefined;
  #stopped = false;

  constructor(
    private readonly address: string,
    private readonly listener: Listener,
  ) {
    this.#open();
  }

  /** Tries at once instead of waiting. */
  retryNow(): void {
    if (this.#source?.readyState === EventSource.OPEN) return;
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#open();
  }

  close(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #open(): void {
    if (this.#stopped) return;
    const source = new EventSource(this.address);
    this.#source = source;
    source.onopen = () => {
      const wasLost = this.#lostSince !== undefined;
      this.#tries = 0;
      this.#lostSince = undefined;
      this.listener.onState("live");
      if (wasLost) this.listener.onResync();
    };
    source.onmessage = (message: MessageEvent<string>) => this.listener.onEvent(JSON.parse(message.data) as LiveEvent);
    source.addEventListener("resync", () => this.listener.onResync());
    source.onerror = () => {
      source.close();
      this.#lostSince ??= Date.now();
      const wait = Math.min(15_000, 500 * 2 ** this.#tries);
      this.#tries += 1;
      this.listener.onState({ lostSince: this.#lostSince, nextTryAt: Date.now() + wait });
      this.#timer = setTimeout(() => this.#open(), wait);
    };
  }
}
