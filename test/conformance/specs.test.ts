import { test } from "vitest";
import { readSpecCases } from "./spec-corpus.ts";
import { runSpecCase } from "./spec-target.ts";

test.each(readSpecCases())("the library, case $case: $says", runSpecCase);
