import type { FastifyReply, FastifyRequest } from "fastify";
import type { RateLimiter } from "../../sdk/index.ts";
import { sendProblem } from "../send.ts";
import type { Access, KeyRing } from "./keys.ts";
import { secondsToWait } from "./seconds-to-wait.ts";

/** Lets requests in by their key, then by their client's budget: who has no key spends nobody's. */
export class Gate {
  readonly #ring: KeyRing;
  readonly #limiter: RateLimiter | null;

  /** Without a limiter there is no limit. */
  constructor(ring: KeyRing, limiter: RateLimiter | null) {
    this.#ring = ring;
    this.#limiter = limiter;
  }

  /** Notes who asks. When false, the request has been answered. */
  lets(request: FastifyRequest, reply: FastifyReply, needed: Access): boolean {
    const identified = this.#ring.identify(request.headers, request.ip, needed);
    if (identified.kind === "problem") {
      sendProblem(reply, identified.problem);
      return false;
    }
    request.identity = identified.value;
    if (this.#limiter === null) return true;
    const waitS = secondsToWait(this.#limiter, `${identified.value.who} ${request.ip}`);
    if (waitS === 0) return true;
    const detail = `Try again in ${waitS} s.`;
    sendProblem(reply, { code: "request/rate-limited", detail, retryAfterS: waitS });
    return false;
  }
}
