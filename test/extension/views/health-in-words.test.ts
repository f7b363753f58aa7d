import { expect, test } from "vitest";
import { healthInWords } from "../../../extension/views/health-in-words.ts";
import type { FactoryHealth } from "../../../schemas/index.ts";

type State = FactoryHealth["state"];

function wordsFor(...states: State[]): string {
  return healthInWords(
    states.map((state, index) => ({
      kind: "ai_provider",
      name: `factory-${index}`,
      state,
      details: "",
      at: "2026-01-01T00:00:00.000Z",
    })),
  );
}

test.each<[string, State[]]>([
  ["1 factory checked: all are well", ["healthy"]],
  ["2 factories checked: none is unhealthy", ["healthy", "not-checked"]],
  ["3 factories checked: 2 of 3 not well", ["unhealthy", "not-made", "not-checked"]],
])("what was found is said plainly: %s", (words, states) => {
  expect(wordsFor(...states)).toBe(words);
});
