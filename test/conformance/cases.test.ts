import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { AREAS, readArea } from "./corpus.ts";
import { readSpecCases } from "./spec-corpus.ts";

/** Cases that are tests elsewhere, as the README says. */
const ELSEWHERE = [8, 12, ...numbers(14, 25), 49, ...numbers(50, 52)];

test("every case is in the corpus, or the README says where it is", () => {
  const inCorpus = [...AREAS.flatMap(readArea), ...readSpecCases()].map((one) => one.case);
  expect([...new Set([...inCorpus, ...ELSEWHERE])].toSorted((a, b) => a - b)).toEqual(
    numbers(1, 60),
  );
});

test.each([...AREAS, "specs"])("the README tells which cases are in %s", (area) => {
  const readme = readFileSync(path.join(import.meta.dirname, "README.md"), "utf8");
  const rows = readme.split("\n").filter((line) => line.startsWith(`| \`${area}.yaml\``));
  const said = rows.flatMap((row) => casesIn(row.split("|")[2] ?? ""));
  const cases = area === "specs" ? readSpecCases() : readArea(area);
  expect([...new Set(cases.map((one) => one.case))].toSorted((a, b) => a - b)).toEqual(said);
});

/** `1 to 3, 5` as numbers. */
function casesIn(text: string): readonly number[] {
  return [...text.matchAll(/(\d+)(?: to (\d+))?/g)].flatMap(([, first, last = first]) =>
    numbers(Number(first), Number(last)),
  );
}

function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
