import path from "node:path";
import { expect, test } from "vitest";
import { createModuleIndex, grammarsIn } from "../../../registry/modules/index.ts";
import { ClassDirectory } from "../../../server/workspace/class-directory.ts";

const GRAMMARS = path.resolve(import.meta.dirname, "../../../dist/wasm");

test("an index that could not be opened is opened when the next one asks", async () => {
  const failures: string[] = [];
  let attempts = 0;
  const classes = new ClassDirectory(
    async () => {
      attempts += 1;
      if (attempts === 1) throw new Error("no grammar yet");
      return createModuleIndex(grammarsIn(GRAMMARS));
    },
    { failed: (attempt) => failures.push(attempt), info: () => undefined },
  );
  const roots = { manifestFolder: "/gone", workspaceFolder: "/gone", sourceRoots: [] };

  expect(await classes.lookup("./one.ts:One", roots)).toMatchObject({ kind: "unreadable" });
  expect(await classes.lookup("./one.ts:One", roots)).not.toMatchObject({ kind: "unreadable" });
  expect([attempts, failures.length]).toEqual([2, 1]);
  classes.dispose();
});
