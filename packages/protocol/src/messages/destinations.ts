/** Queue on which a destination's messages are offered (soar-protocol §2.2). */
export function actionsQueue(orgId: number, destination: string): string {
  return `actions.${orgId}.${destination}`;
}

/** Queue to which replies of a destination go (soar-protocol §2.2). */
export function acksQueue(orgId: number, destination: string): string {
  return `acks.${orgId}.${destination}`;
}

/** A destination name without the broker's `/queue/` or `/topic/` prefix (soar-protocol §2.5). */
export function bareDestination(destination: string): string {
  return destination.replace(/^\/(queue|topic)\//, "");
}

/** Correlation id of an invocation (soar-protocol §2.5). */
export function correlationId(invocationId: number): string {
  return `invid:${invocationId}`;
}
