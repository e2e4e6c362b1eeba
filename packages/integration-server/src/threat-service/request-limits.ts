import { SoarkitError } from "@soarkit/protocol";
import { GuessThrottle, hashSecret } from "@soarkit/runtime";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { challenge, guard } from "./credentials.js";
import { RequestRate } from "./request-rate.js";
import type { ThreatServiceSettings } from "./settings.js";

type Done = (error?: Error) => void;

/**
 * Bounds what one address may ask. Too many requests are answered with 503, because platforms take every 4xx for "never ask
 * again" (soar-protocol §5.2); guessing of passwords with 429, which reaches nobody who is known. Both say when to come back.
 *
 * @returns the check of the password, for the routes that ask for one
 */
export function addRequestLimits(server: FastifyInstance, { login, maxRequestsPerSecond }: ThreatServiceSettings): (request: FastifyRequest, reply: FastifyReply, done: Done) => void {
  const rate = new RequestRate(maxRequestsPerSecond);
  const guesses = new GuessThrottle({ freeTries: 20, longestWait: 60_000 });
  const mayAsk = guard(login);

  server.addHook("onRequest", (request, reply, done) => {
    const wait = rate.take(request.ip);
    if (wait === 0) done();
    else comeBack("THREAT_TOO_MANY_REQUESTS", wait, reply, done);
  });

  return ({ ip, headers }, reply, done) => {
    const wait = guesses.wait(ip);
    if (wait > 0) {
      comeBack("THREAT_LOGIN_THROTTLED", wait, reply, done);
    } else if (mayAsk(headers.authorization)) {
      done();
    } else {
      // A request without a password is no guess.
      if (headers.authorization !== undefined) guesses.failed(ip, hashSecret(headers.authorization));
      reply.header("www-authenticate", challenge);
      done(new SoarkitError("THREAT_LOGIN_REFUSED"));
    }
  };

  function comeBack(code: "THREAT_LOGIN_THROTTLED" | "THREAT_TOO_MANY_REQUESTS", milliseconds: number, reply: FastifyReply, done: Done): void {
    const seconds = Math.ceil(milliseconds / 1_000);
    reply.header("retry-after", String(seconds));
    done(new SoarkitError(code, { seconds, limit: maxRequestsPerSecond }));
  }
}
