import type { Logger } from "@soarkit/runtime";
import { StompBroker, type BrokerStatus } from "@soarkit/stomp";
import type { Accounts } from "../accounts/accounts.js";
import type { PlatformDatabase } from "../database.js";
import type { Fields } from "../types/fields.js";
import { DestinationSecurity } from "./broker-security.js";
import { ActionMessages, type DescribeObject } from "./action-messages.js";
import { ContextTokens } from "./context/context-tokens.js";
import { MessageDestinations } from "./destinations/destinations.js";
import { FunctionCalls } from "./function-calls.js";
import { Functions } from "./functions/functions.js";
import { ActionStatus } from "./invocations/action-status.js";
import { Replies } from "./invocations/replies.js";
import { InvocationTimeouts } from "./invocations/timeouts.js";
import type { ScriptingLog } from "../scripting-log/scripting-log.js";
import { Readers } from "./readers.js";
import { WaitingReasons } from "./invocations/waiting.js";
import { Outbox } from "./outbox/outbox.js";

/** What messaging is made of. */
export interface MessagingOptions {
  readonly database: PlatformDatabase;
  readonly log: Logger;
  readonly orgId: number;
  readonly fields: Pick<Fields, "list">;
  readonly accounts: Pick<Accounts, "authenticate">;
  readonly host: string;
  readonly stompPort: number;
  readonly tls: { readonly cert: string; readonly key: string };
  /** The object and its incident as REST shows them: handles as ids, rich text as string. */
  readonly describe: DescribeObject;
  /** What scripts of workflows did, for the action status. */
  readonly scriptingLog: Pick<ScriptingLog, "ofInstances" | "ofRun">;
  readonly now?: () => number;
}

/** Everything between workflows and integration servers: destinations, functions, calls, replies, and the broker. */
export class Messaging {
  readonly destinations: MessageDestinations;
  readonly functions: Functions;
  readonly calls: FunctionCalls;
  readonly messages: ActionMessages;
  readonly status: ActionStatus;
  readonly tokens: ContextTokens;
  readonly readers: Readers;
  readonly #timeouts: InvocationTimeouts;
  readonly #broker: StompBroker;
  readonly #log: Logger;
  #answered: (invocationId: number) => void = () => undefined;

  constructor(options: MessagingOptions) {
    const { database, orgId, fields, log } = options;
    const now = options.now ?? Date.now;
    const onAnswered = (invocationId: number): void => this.#tell(invocationId);
    this.#log = log;
    this.tokens = new ContextTokens(now);
    this.readers = new Readers({ database, orgId, log, now });
    this.status = new ActionStatus({ database, waiting: new WaitingReasons({ database, orgId, readers: this.readers }), scriptingLog: options.scriptingLog });
    this.functions = new Functions({ database, fields, now });
    this.destinations = new MessageDestinations({ database, orgId, now, readers: this.readers });
    this.#timeouts = new InvocationTimeouts({ database, log, now, onAnswered });
    const onQueued = (queue: string, timeoutAt: number | null): void => this.queued(queue, timeoutAt);
    this.calls = new FunctionCalls({ database, orgId, fields, now, tokens: this.tokens, onQueued });
    this.messages = new ActionMessages({ orgId, fields, tokens: this.tokens, describe: options.describe, onQueued });
    this.#broker = new StompBroker({
      host: options.host,
      port: options.stompPort,
      tls: options.tls,
      store: new Outbox({ database, now, replies: new Replies({ database, log, now, onAnswered }) }),
      security: new DestinationSecurity({ database, orgId, accounts: options.accounts, onRefused: (principal, queue) => this.readers.refused(principal, queue) }),
      log,
      onLink: this.readers.onLink,
    });
    this.readers.attach(() => this.#broker.links());
  }

  /** Who is told of every invocation that got its final reply or timed out: the workflows. */
  onAnswered(listener: (invocationId: number) => void): void {
    this.#answered = listener;
  }

  /** Ends what is overdue and lets integration servers in. */
  async start(): Promise<{ port: number }> {
    await this.#timeouts.start();
    return this.#broker.start();
  }

  /** Ends all links; what was not acknowledged is offered again at the next start. */
  async stop(): Promise<void> {
    await this.#broker.stop();
    await this.#timeouts.stop();
    await this.readers.settled();
  }

  /** Connections and queues as they are now. */
  brokerStatus(): BrokerStatus {
    return this.#broker.status();
  }

  /** The broker serves a renewed certificate from now on. */
  updateCertificates(tls: { cert: string; key: string }): void {
    this.#broker.updateCertificates(tls);
  }

  /** A message was put into a queue, in a transaction that may still be open; an answer is waited for until `timeoutAt`. */
  queued(queue: string, timeoutAt: number | null): void {
    this.#broker.notify(queue);
    if (timeoutAt !== null) this.#timeouts.expect(timeoutAt);
  }

  #tell(invocationId: number): void {
    try {
      this.#answered(invocationId);
    } catch (error) {
      this.#log.error({ err: error, invocation: invocationId }, "The workflow of an answered invocation could not be told");
    }
  }
}
