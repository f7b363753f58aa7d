import type { FastifyReply, FastifyRequest } from "fastify";
import { sendProblem } from "../send.ts";
import type { Access, KeyRing } from "./keys.ts";
import type { TokenBuckets } from "./token-buckets.ts";

/** Lets requests in by their key, then by their client's budget: who has no key spends nobody's. */
export class Gate {
  readonly #ring: KeyRing;
  readonly #buckets: TokenBuckets | null;

  /** Without buckets there is no limit. */
  constructor(ring: KeyRing, buckets: TokenBuckets | null) {
    this.#ring = ring;
    this.#buckets = buckets;
  }

  /** Notes who asks. When false, the request has been answered. */
  lets(request: FastifyRequest, reply: FastifyReply, needed: Access): boolean {
    const identified = this.#ring.identify(request.headers, request.ip, needed);
    if (identified.kind === "problem") {
      sendProblem(reply, identified.problem);
      return false;
    }
    request.identity = identified.value;
    const waitS = this.#buckets?.take(`${identified.value.who} ${request.ip}`) ?? 0;
    if (waitS === 0) return true;
    const detail = `Try again in ${waitS} s.`;
    sendProblem(reply, { code: "request/rate-limited", detail, retryAfterS: waitS });
    return false;
  }
}
