import { createHash, timingSafeEqual } from "node:crypto";
import type { AuditRecord } from "../../../schemas/index.ts";
import type { RateLimiter } from "../../sdk/index.ts";
import { problem, type Outcome } from "../problems.ts";
import { secondsToWait } from "./seconds-to-wait.ts";

export interface ApiKeys {
  /** For plugins' routes, and, where no operator's key is set, for everything. */
  readonly user?: string | undefined;
  readonly operator?: string | undefined;
}

export type Access = "user" | "operator";

export interface Identity {
  readonly who: AuditRecord["who"];
  readonly access: Access;
}

/** Headers as Node gives them: names in lower case. */
type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Tells callers by their key. Without any key everybody is an operator: the server starts like that only when told to. */
export class KeyRing {
  readonly #user: Buffer | null;
  readonly #operator: Buffer | null;
  readonly #failures: RateLimiter;

  /** `failures` is what each client may get wrong; who has the right key is never turned away for it. */
  constructor({ user = "", operator = "" }: ApiKeys, failures: RateLimiter) {
    this.#user = user === "" ? null : digest(user);
    this.#operator = operator === "" ? null : digest(operator);
    this.#failures = failures;
  }

  identify(headers: Headers, client: string, needed: Access): Outcome<Identity> {
    if (this.#user === null && this.#operator === null) {
      return { kind: "done", value: { who: "anonymous", access: "operator" } };
    }
    const given = keyIn(headers);
    const identity = given === null ? null : this.#identityOf(given);
    if (identity !== null && (needed === "user" || identity.access === "operator")) {
      return { kind: "done", value: identity };
    }
    const waitS = secondsToWait(this.#failures, client);
    if (waitS > 0) {
      const detail = `Try again in ${waitS} s, with a valid key.`;
      return problem("auth/too-many-failures", detail, { retryAfterS: waitS });
    }
    if (identity !== null) {
      const detail = "Invalid admin API key: this one is for users of plugins' routes.";
      return problem("auth/operator-only", detail);
    }
    const kind = needed === "operator" && this.#operator !== null ? "admin API key" : "API key";
    return given === null
      ? problem("auth/missing-key", `Missing ${kind}: send it as X-API-Key or as a bearer token.`)
      : problem("auth/wrong-key", `Invalid ${kind}.`);
  }

  /** Compares with both keys always, and digests of one length, so that the time says nothing about them. */
  #identityOf(given: string): Identity | null {
    const presented = digest(given);
    const isOperator = isEqual(presented, this.#operator);
    const isUser = isEqual(presented, this.#user);
    if (isOperator) return { who: "operator", access: "operator" };
    if (!isUser) return null;
    return { who: "user", access: this.#operator === null ? "operator" : "user" };
  }
}

function keyIn(headers: Headers): string | null {
  const key = headers["x-api-key"];
  if (typeof key === "string" && key !== "") return key;
  const { authorization } = headers;
  const bearer =
    typeof authorization === "string" ? /^bearer +(\S+) *$/i.exec(authorization) : null;
  return bearer?.[1] ?? null;
}

function digest(key: string): Buffer {
  return createHash("sha256").update(key, "utf8").digest();
}

function isEqual(presented: Buffer, expected: Buffer | null): boolean {
  return (
    timingSafeEqual(presented, expected ?? Buffer.alloc(presented.length)) && expected !== null
  );
}
