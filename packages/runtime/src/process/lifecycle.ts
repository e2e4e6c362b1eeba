import type { Logger } from "../logging/logger.js";

interface Part {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

/** Remembers what was started and stops it in reverse order, once, whatever happens on the way. */
export class Lifecycle {
  private readonly parts: Part[] = [];
  private stopping: Promise<void> | undefined;

  /** @param partMs how long one part may take to stop before the next is tried, milliseconds. */
  constructor(
    private readonly log: Logger,
    private readonly partMs = 10_000,
  ) {}

  /** Adds a part; call it right after the part has started. */
  onStop(name: string, stop: () => Promise<void>): void {
    this.parts.push({ name, stop });
  }

  /** Stops all parts, the last started first. Later calls wait for the first. Never throws: failures are logged. */
  stop(reason: string): Promise<void> {
    this.stopping ??= this.stopAll(reason);
    return this.stopping;
  }

  private async stopAll(reason: string): Promise<void> {
    const { log } = this;
    log.info({ reason }, "Stopping");
    for (let part = this.parts.pop(); part !== undefined; part = this.parts.pop()) {
      const began = performance.now();
      try {
        if (await this.bounded(part)) log.debug({ part: part.name, ms: Math.round(performance.now() - began) }, "Stopped");
        else log.error({ part: part.name }, "This part did not stop in time and is left behind");
      } catch (error) {
        log.error({ part: part.name, err: error }, "This part failed to stop");
      }
    }
  }

  private async bounded(part: Part): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => {
        resolve(false);
      }, this.partMs);
    });
    try {
      return await Promise.race([part.stop().then(() => true), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
