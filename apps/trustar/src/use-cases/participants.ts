import type { CallContext } from "@soarkit/app-sdk";
import type { TrustarConfig } from "../config/config.js";
import type { Indicator } from "../trustar/dto.js";

/** Somebody who waits for an incident's report to be brought up to date. */
export interface Participant {
  readonly context: CallContext<TrustarConfig>;
  /** True for a person's menu item or workflow; false for what happens by itself. */
  readonly asked: boolean;
}

/** What a run was about to do outside, as the journal keeps it. */
export interface ShareIntent {
  /** The report was being submitted. */
  readonly submit?: boolean;
  /** Indicators that were being added to the incident. */
  readonly artifacts?: readonly Indicator[];
}

/** Those who share one run, as one. The first one's platform connection and status are used. */
export class Participants {
  /** What earlier runs were about to do and may have done. */
  readonly doubts: ShareIntent;
  #intent: ShareIntent;

  constructor(readonly all: readonly [Participant, ...Participant[]]) {
    const intents = all.flatMap(({ context }) => (context.inDoubt && isIntent(context.intent) ? [context.intent] : []));
    const artifacts = intents.find((intent) => intent.artifacts !== undefined)?.artifacts;
    this.doubts = { ...(intents.some(({ submit }) => submit === true) && { submit: true }), ...(artifacts !== undefined && { artifacts }) };
    this.#intent = this.doubts;
  }

  get context(): CallContext<TrustarConfig> {
    return this.all[0].context;
  }

  /** True when a person asked for it. */
  get asked(): boolean {
    return this.all.some(({ asked }) => asked);
  }

  /** Writes down, for everybody, what is done next; what was written before stays true. */
  async announce(intent: ShareIntent): Promise<void> {
    this.#intent = { ...this.#intent, ...intent };
    await Promise.all(this.all.map(({ context }) => context.beforeEffect(this.#intent)));
  }

  async status(text: string): Promise<void> {
    await this.context.status(text);
  }
}

function isIntent(value: unknown): value is ShareIntent {
  return typeof value === "object" && value !== null;
}
