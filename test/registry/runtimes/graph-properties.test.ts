import * as fc from "fast-check";
import { expect, test } from "vitest";
import { graphFolder, TRANSFORMS, type GraphFolder } from "./graph-folder.ts";

/** Modules import only those after them, so the graph has no cycles and every sum is defined. */
const MODULES = 5;

interface Edit {
  readonly module: number;
  readonly value: number;
  readonly imports: readonly number[];
  readonly fault: "none" | "syntax" | "throws" | "missing";
}

const edit: fc.Arbitrary<Edit> = fc.record({
  module: fc.nat(MODULES - 1),
  value: fc.nat(1_000),
  imports: fc.uniqueArray(fc.nat(MODULES - 1), { maxLength: 3 }),
  fault: fc.oneof(
    { weight: 5, arbitrary: fc.constant("none" as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("syntax" as const, "throws" as const, "missing" as const),
    },
  ),
});

function nameOf(module: number): string {
  return `m${module}.ts`;
}

/** A module whose sum is its own value and the sums of what it imports. */
function sourceOf({ module, value, imports, fault }: Edit): string {
  const later = imports.filter((one) => one > module);
  const lines = later.map((one) => `import { sum as s${one} } from "./m${one}.ts";`);
  if (fault === "missing") lines.push(`import "./nowhere.ts";`);
  const sum = [String(value), ...later.map((one) => `s${one}`)].join(" + ");
  lines.push(`export const sum: number = ${sum}${fault === "syntax" ? " +" : ""};`);
  if (fault === "throws") lines.push(`throw new Error("at import");`);
  return lines.join("\n");
}

/** The sum of a module by what the files say; null when anything that it reaches is broken. */
function expectedSum(files: readonly Edit[], module: number): number | null {
  const file = files[module];
  if (!file || file.fault !== "none") return null;
  let sum = file.value;
  for (const imported of file.imports.filter((one) => one > module)) {
    const inner = expectedSum(files, imported);
    if (inner === null) return null;
    sum += inner;
  }
  return sum;
}

async function loadedSum({ attempt }: Pick<GraphFolder, "attempt">): Promise<unknown> {
  const outcome = await attempt(nameOf(0));
  return outcome.kind === "loaded" ? outcome.exports["sum"] : null;
}

for (const [name, transform] of TRANSFORMS) {
  test(`${name}: whatever is edited, the answer is that of the newest generation that works, and of a fresh load`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
        const files = Array.from({ length: MODULES }, (_, module): Edit => ({
          module,
          value: module,
          imports: [module + 1].filter((one) => one < MODULES),
          fault: "none",
        }));
        const folder = graphFolder(
          transform,
          Object.fromEntries(files.map((file) => [nameOf(file.module), sourceOf(file)])),
        );
        let serving = await loadedSum(folder);
        let newestThatWorks: unknown = expectedSum(files, 0);
        expect(serving).toBe(newestThatWorks);

        for (const one of edits) {
          files[one.module] = one;
          folder.write({ [nameOf(one.module)]: sourceOf(one) });
          const sum = await loadedSum(folder);
          serving = sum ?? serving;
          newestThatWorks = expectedSum(files, 0) ?? newestThatWorks;
          expect(serving).toBe(newestThatWorks);
          expect(sum).toBe(expectedSum(files, 0));
        }

        const fresh = graphFolder(
          transform,
          Object.fromEntries(files.map((file) => [nameOf(file.module), sourceOf(file)])),
        );
        expect(await loadedSum(fresh)).toBe(expectedSum(files, 0));
      }),
      { numRuns: 60 },
    );
  });
}
