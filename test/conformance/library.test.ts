import { describe, test } from "vitest";
import { AREAS, readArea } from "./corpus.ts";
import { startLibrary } from "./library-target.ts";
import { runCase } from "./run-case.ts";

describe.each(AREAS)("the library, %s", (area) => {
  test.each(readArea(area))("case $case: $says", async (one) => {
    const target = await startLibrary(one);
    try {
      await runCase(target, one);
    } finally {
      await target.stop();
    }
  });
});
