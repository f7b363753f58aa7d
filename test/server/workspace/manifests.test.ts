import { expect, test } from "vitest";
import { manifestMatcher } from "../../../server/workspace/manifest-names.ts";
import { Manifests } from "../../../server/workspace/manifests.ts";
import { TextFiles } from "../../../server/workspace/index.ts";
import { TestWorkspace } from "../harness/index.ts";

test("a search that is overtaken brings nothing back of folders that are gone by then", async () => {
  await using workspace = await TestWorkspace.create({ "plugins.yaml": "- name: a\n" });
  const failures: string[] = [];
  const log = { failed: (attempt: string) => failures.push(attempt), info: () => undefined };
  const manifests = new Manifests(new TextFiles(), manifestMatcher(null, [], []), log);

  const overtaken = manifests.find([workspace.folder], () => null);
  manifests.forgetOutside([]);
  await Promise.all([overtaken, manifests.find([], () => null)]);

  expect([...manifests.all()]).toEqual([]);
  await manifests.find([workspace.folder], () => null);
  expect([...manifests.all()].map(({ uri }) => uri)).toEqual([workspace.uri("plugins.yaml")]);
  expect(failures).toEqual([]);
});
