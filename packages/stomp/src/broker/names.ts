import { bareDestination } from "@soarkit/protocol";

/** The bare queue name of a `destination` header, or why this broker does not serve it. */
export function queueOf(destination: string | undefined): { queue: string } | { refusal: string } {
  if (destination === undefined || destination === "") return { refusal: "The destination header is missing" };
  if (destination.startsWith("/topic/")) return { refusal: "Topics are not served here; use the queue of the same name" };
  const queue = bareDestination(destination);
  if (queue.startsWith("/")) return { refusal: "Only queues are served here; write the destination as /queue/NAME or NAME" };
  if (queue.length === 0 || queue.length > 255 || /[\p{Cc}\s*>]/u.test(queue)) {
    return { refusal: "The destination is no queue name: at most 255 characters, without spaces and wildcards" };
  }
  return { queue };
}

/** What a SUBSCRIBE asks for as prefetch: ActiveMQ's header, else RabbitMQ's; undefined where neither is given, NaN where it is no number. */
export function askedPrefetch(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers["activemq.prefetchSize"] ?? headers["prefetch-count"];
  if (text === undefined) return undefined;
  return /^[1-9]\d{0,8}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** The two numbers of a `heart-beat` header: what the client can send and what it wants, in ms; 0 is none. */
export function heartbeatsOf(header: string | undefined): { sends: number; wants: number } | undefined {
  if (header === undefined) return { sends: 0, wants: 0 };
  const match = /^\s*(\d{1,9})\s*,\s*(\d{1,9})\s*$/.exec(header);
  return match === null ? undefined : { sends: Number(match[1]), wants: Number(match[2]) };
}
