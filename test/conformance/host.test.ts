import { describe, test } from "vitest";
import { AREAS, readArea } from "./corpus.ts";
import { startHostTarget } from "./host-target.ts";
import { runCase } from "./run-case.ts";
import { readSpecCases } from "./spec-corpus.ts";
import { isForHost, runSpecCaseInHost } from "./spec-host-target.ts";

describe.each(AREAS)("the host, %s", (area) => {
  // The protocol has no global reload: the host reads the manifest again by itself.
  const cases = readArea(area).filter(({ steps }) => !steps.some((step) => "refresh" in step));

  test.each(cases)("case $case: $says", async (one) => {
    const target = await startHostTarget(one);
    await runCase(target, one);
    await target.stop();
  });
});

test.each(readSpecCases().filter(isForHost))(
  "the host, a directory of plugin files, case $case: $says",
  runSpecCaseInHost,
);
