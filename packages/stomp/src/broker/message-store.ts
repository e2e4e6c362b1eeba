/** A message as the store keeps it. */
export interface StoredMessage {
  /** Position in the queue: ascending in the order in which messages become visible to `read`, never used twice. */
  readonly sequence: number;
  /** The same at every delivery: IBM's client finds duplicates by it (soar-protocol §2.8). */
  readonly messageId: string;
  /** Headers for the consumer, unescaped: `reply-to`, `correlation-id`, `Co3ContextToken`, … */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How often the message has been marked by `delivering`; above 0 the next delivery carries `redelivered:true`. */
  readonly deliveries: number;
}

/** Who is behind a link. */
export interface BrokerPrincipal {
  readonly id: number | string;
  readonly name: string;
}

/** A SEND of a client, as the store receives it. */
export interface ReceivedMessage {
  /** Bare queue name, without `/queue/`. */
  readonly destination: string;
  /** Headers of the frame, unescaped, without `destination`, `content-length`, `receipt`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly principal: BrokerPrincipal;
}

/**
 * Where the broker's messages live. The broker holds nothing that it could not read again here: after a kill, what was
 * not acknowledged is offered again.
 *
 * All calls may be asynchronous. The broker makes one call of each kind at a time per queue and puts the work of a turn
 * of the event loop into it, so that an implementation can write each in one transaction.
 */
export interface MessageStore {
  /** Messages of a queue that are not acknowledged, with a sequence above `after`, oldest first. */
  read(queue: string, after: number, limit: number): Promise<readonly StoredMessage[]>;
  /** Called before the frames leave: counts the delivery durably, so that a redelivery after a kill is marked. */
  delivering(queue: string, sequences: readonly number[]): Promise<void>;
  /** Takes messages out for good. A failed call is repeated by the broker, so sequences already gone are no error. */
  acknowledge(queue: string, sequences: readonly number[]): Promise<void>;
  /**
   * A SEND of a client; resolves when durable, then the broker sends the RECEIPT. A rejection becomes an ERROR frame
   * whose text is the message of a `SoarkitError`, or a general one for anything else.
   */
  receive(message: ReceivedMessage): Promise<void>;
}

/** Who may do what. A rejection of `authenticate` tells the client that the authentication service is away. */
export interface BrokerSecurity {
  authenticate(login: string, passcode: string): Promise<BrokerPrincipal | undefined>;
  /** `queue` is the bare name. Asked once at SUBSCRIBE. */
  mayRead(principal: BrokerPrincipal, queue: string): Promise<boolean>;
  /** `queue` is the bare name. Asked at SEND; an answer holds for one second on the same link. */
  mayWrite(principal: BrokerPrincipal, queue: string): Promise<boolean>;
}
