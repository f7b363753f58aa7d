import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  baseName,
  formatAgo,
  formatCount,
  formatCounted,
  formatDuration,
  formatPlace,
  formatPreciseClock,
} from "../../../webview/format/index.ts";

test.each([
  [null, "–"],
  [0, "0 ms"],
  [0.001, "<0.01 ms"],
  [0.423, "0.42 ms"],
  [1, "1 ms"],
  [8.13, "8.1 ms"],
  [99.94, "99.9 ms"],
  [99.96, "100 ms"],
  [999.4, "999 ms"],
  [999.6, "1 s"],
  [1240, "1.24 s"],
  [12_340, "12.3 s"],
  [60_000, "1 min"],
  [125_000, "2 min 5 s"],
])("a duration of %s ms reads %s", (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});

test("every duration is short, and names its unit", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 3_600_000, noNaN: true }), (ms) => {
      expect(formatDuration(ms)).toMatch(/^<?\d{1,3}(\.\d{1,2})? (ms|s|min)( \d{1,2} s)?$/);
    }),
  );
});

test("counts are grouped, and shortened from a million on", () => {
  expect([0, 1204, 999_999, 1_240_000].map(formatCount)).toEqual(["0", "1,204", "999,999", "1.2M"]);
  expect(formatCounted(1, "call")).toBe("1 call");
  expect(formatCounted(2, "entry", "entries")).toBe("2 entries");
});

test("how long ago is told in the largest unit that has passed", () => {
  const now = Date.parse("2026-01-15T12:00:00Z");
  const ago = (ms: number): string => formatAgo(new Date(now - ms).toISOString(), now);
  expect([0, 45_000, 60_000, 7_200_000, 86_400_000].map(ago)).toEqual([
    "just now",
    "45 seconds ago",
    "1 minute ago",
    "2 hours ago",
    "yesterday",
  ]);
});

test("a time ahead of the page's clock is now, not in the future", () => {
  expect(formatAgo("2026-01-15T12:00:05Z", Date.parse("2026-01-15T12:00:00Z"))).toBe("just now");
});

test("a time that cannot be read is shown as it came", () => {
  expect(formatAgo("soon", 0)).toBe("soon");
  expect(formatPreciseClock("soon")).toBe("soon");
});

test("a place counts from 1 and names the file alone", () => {
  expect(formatPlace({ file: "/work/plugins/ticket.ts", line: 11, character: 4 })).toBe(
    "ticket.ts:12:5",
  );
  expect(baseName("C:\\work\\ticket.ts")).toBe("ticket.ts");
  expect(baseName("ticket.ts")).toBe("ticket.ts");
});
