import { expect, test } from "vitest";
import { findPlaces } from "../../../extension/fire/find-places.ts";

test.each([
  ["      at run (/project/a.ts:12:3)", "/project/a.ts", 12, 3],
  ["      at async /project/a.ts:12:3", "/project/a.ts", 12, 3],
  ["      at run (/my project/a b.ts:12:3)", "/my project/a b.ts", 12, 3],
  ["      at /my project/a.ts:12:3", "/my project/a.ts", 12, 3],
  ["      at file:///my%20project/a.ts:12:3", "file:///my%20project/a.ts", 12, 3],
  [String.raw`      at run (C:\my project\a.ts:12:3)`, String.raw`C:\my project\a.ts`, 12, 3],
  ["SyntaxError in /project/a.ts:12:3: unexpected", "/project/a.ts", 12, 3],
])("%s names its place", (text, file, line, character) => {
  const start = text.indexOf(file);
  const end = start + `${file}:${line}:${character}`.length;
  expect(findPlaces(text)).toEqual([{ start, end, file, line, character }]);
});

test("the end of a path with a space is no path, and neither is a URL's", () => {
  expect(findPlaces("it read my project/a.ts:12:3 from http://localhost/a.ts:1:2")).toEqual([]);
});
