import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import * as z from "zod";
import { problemDetailsSchema } from "../../../schemas/index.ts";
import type { Identity } from "../access/index.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Set once the key was checked. */
    identity: Identity | null;
  }
}

/** A server whose schemas are zod's. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

const TITLES: Readonly<Record<number, string>> = {
  400: "What was asked for is not possible",
  401: "No key",
  403: "Wrong key",
  404: "No such plugin",
  409: "The manifest does not allow it",
  413: "Body too large",
  415: "Body of another type",
  422: "The request does not satisfy its schema",
  429: "Too many requests; `Retry-After` says when to try again",
  503: "Not possible right now",
};

/** What a route answers: with 200 what was asked for, else a problem. */
export function answers(
  success: z.ZodType,
  ...problems: readonly number[]
): Record<number, z.ZodType | object> {
  const statuses = [...problems, 401, 403, 429, 503];
  const content = { "application/problem+json": { schema: problemDetailsSchema } };
  return {
    200: success,
    ...Object.fromEntries(
      statuses.map((status) => [status, { description: TITLES[status] ?? "", content }]),
    ),
  };
}
