import { appendFileSync, readdirSync } from "node:fs";
import path from "node:path";
import Mocha from "mocha";

/** Long enough for an extension host that shares two cores with a browser. Nothing is asserted on time. */
const TEST_DEADLINE_MS = 200_000;

/**
 * Called by VS Code inside the extension host. Runs every `*.test.ts` of this folder, bundled beside this file, and
 * writes each result as one line of JSON for whoever started the editor (scripts/extension-host/results.mjs).
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: TEST_DEADLINE_MS, reporter: "min" });
  for (const name of readdirSync(__dirname)) {
    if (name.endsWith(".test.js")) mocha.addFile(path.join(__dirname, name));
  }
  try {
    await runAll(mocha);
  } catch (error) {
    report({ kind: "failed", title: "The suite's files can be loaded", message: describe(error) });
  }
  report({ kind: "ended" });
}

function runAll(mocha: Mocha): Promise<void> {
  return new Promise((resolve) => {
    mocha
      .run(() => resolve())
      .on("pass", (test) => report({ kind: "passed", title: test.fullTitle() }))
      .on("fail", (test, error) =>
        report({ kind: "failed", title: test.fullTitle(), message: describe(error) }),
      );
  });
}

function report(event: { readonly kind: string; readonly [key: string]: string }): void {
  const file = process.env["PATCHBAY_TEST_RESULTS"];
  if (file === undefined) throw new Error("PATCHBAY_TEST_RESULTS must name the file for results");
  // At once, so that nothing is lost when the extension host dies in the next test.
  appendFileSync(file, `${JSON.stringify(event)}\n`);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
