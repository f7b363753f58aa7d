import { expect, test } from "vitest";
import { apiWithoutRegistry } from "../../../extension/operator-api/api-without-registry.ts";

test("while a registry is going to come, the API opens", () => {
  expect(apiWithoutRegistry({ kind: "starting" })).toEqual({ kind: "opening" });
  const crashed = { kind: "stopped", reason: "killed by SIGKILL", retryInMs: 500 } as const;
  expect(apiWithoutRegistry(crashed)).toEqual({ kind: "opening" });
});

test("where none is going to come, nobody is told that it opens", () => {
  expect(apiWithoutRegistry({ kind: "absent", reason: "no-manifest" })).toEqual({ kind: "closed" });
  const stopped = { kind: "stopped", reason: "it ended again and again", retryInMs: null } as const;
  expect(apiWithoutRegistry(stopped)).toEqual({
    kind: "failed",
    message: "The registry stopped: it ended again and again.",
  });
});
