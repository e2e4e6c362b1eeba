import { type ErrorDetails, SoarkitError } from "@soarkit/protocol";
import type { AppHttpResponse } from "./app-http.js";

/** A call to another system that went wrong. Thrown out of a handler it is an expected failure: its text says what to do. */
export class OutsideError extends SoarkitError {}

/** The system cannot be reached. Nothing is known about an effect when `maybeSent` is true. */
export class OutsideUnreachable extends OutsideError {
  constructor(details: ErrorDetails, readonly maybeSent: boolean, options?: ErrorOptions) {
    super("OUTSIDE_UNREACHABLE", details, options);
  }
}

/** The system did not answer in time; it may still have done what was asked. */
export class OutsideTimeout extends OutsideError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super("OUTSIDE_TIMEOUT", details, options);
  }
}

/** The system's certificate is not trusted; nothing was sent. */
export class OutsideTls extends OutsideError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super("OUTSIDE_CERTIFICATE", details, options);
  }
}

/** The system answered with a status outside 200 to 299. */
export class OutsideStatus extends OutsideError {
  constructor(details: ErrorDetails, readonly response: AppHttpResponse) {
    super("OUTSIDE_STATUS", details);
  }
}
