import { expect, test } from "vitest";
import { withoutMany } from "../../cli/report/leave-out.ts";
import type { ReportedDiagnostic, SeverityName } from "../../cli/report/index.ts";

function many(count: number, severity: SeverityName, code: string): ReportedDiagnostic[] {
  const place = { line: 0, character: 0 };
  const range = { start: place, end: place };
  return Array.from({ length: count }, () => ({ code, severity, message: "", range }));
}

test("of hints of a kind the first are shown, and the others are counted", () => {
  const diagnostics = [
    ...many(11, "hint", "manifest/disabled"),
    ...many(10, "hint", "secret/missing"),
    ...many(40, "information", "secret/missing"),
  ];
  const { shown, left } = withoutMany(diagnostics);
  expect(shown).toHaveLength(30);
  expect(left).toEqual([
    { code: "manifest/disabled", severity: "hint", count: 1 },
    { code: "secret/missing", severity: "information", count: 30 },
  ]);
});

test("what somebody has to do something about is shown each time", () => {
  const diagnostics = [...many(40, "error", "a/b"), ...many(40, "warning", "a/b")];
  expect(withoutMany(diagnostics)).toEqual({ shown: diagnostics, left: [] });
});
