import { messageOf } from "@soarkit/protocol";
import type { Frame } from "../frames/frame.js";
import type { BrokerPrincipal } from "./message-store.js";
import { heartbeatsOf } from "./names.js";
import type { SessionSurroundings } from "./surroundings.js";

/** Shortest heart-beat that is agreed on, in ms: faster ones would only burn power. */
const shortestBeatMs = 100;

/** A login that was accepted. Intervals in ms, 0 for none. */
export interface Login {
  readonly principal: BrokerPrincipal;
  /** The broker sends something at least this often. */
  readonly sendEvery: number;
  /** The client promised to send something this often. */
  readonly receiveEvery: number;
}

/** Looks at a CONNECT frame. */
export async function logIn(frame: Frame, around: SessionSurroundings): Promise<Login | { refusal: string }> {
  const versions = (frame.headers["accept-version"] ?? "1.0").split(",").map((version) => version.trim());
  if (!versions.includes("1.2")) return { refusal: "Only STOMP 1.2 is spoken here; send accept-version:1.2" };
  const beats = heartbeatsOf(frame.headers["heart-beat"]);
  if (beats === undefined) return { refusal: "The heart-beat header must be two numbers of milliseconds" };
  let principal: BrokerPrincipal | undefined;
  try {
    principal = await around.security.authenticate(frame.headers["login"] ?? "", frame.headers["passcode"] ?? "");
  } catch (error) {
    around.log.error({ reason: messageOf(error) }, "logins cannot be checked");
    return { refusal: "The broker is unable to connect to authentication service; try again later" };
  }
  if (principal === undefined) {
    return { refusal: "The login is refused: user name or password is not valid. Check api_key_id and api_key_secret, or email and password" };
  }
  return {
    principal,
    sendEvery: beats.wants === 0 ? 0 : within(beats.wants, around.heartbeatMs),
    receiveEvery: beats.sends === 0 ? 0 : Math.max(beats.sends, within(beats.sends, around.heartbeatMs)),
  };
}

function within(wanted: number, most: number): number {
  return Math.min(most, Math.max(Math.min(shortestBeatMs, most), wanted));
}
