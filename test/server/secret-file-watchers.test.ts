import { homedir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { URI } from "vscode-uri";
import { secretFileWatchers } from "../../server/features/secret-file-watchers.ts";

const FOLDER = path.resolve("/work/space");

function watchers(written: string, hasRelativePatterns = true): unknown[] {
  const environment = { PLUGIN_SECRET_PATH: written };
  return secretFileWatchers([FOLDER], environment, { hasRelativePatterns }).map(
    ({ globPattern }) => globPattern,
  );
}

function baseOf(folder: string): string {
  return URI.file(folder).toString();
}

test("a file of secrets is watched where the registry reads it, whatever its name means in a glob", () => {
  expect(watchers("secrets/all.json")).toEqual([
    { baseUri: baseOf(path.join(FOLDER, "secrets")), pattern: "all.json" },
  ]);
  expect(watchers("~/{a}[1].json")).toEqual([
    { baseUri: baseOf(homedir()), pattern: "[{]a[}][[]1[]].json" },
  ]);
  expect(watchers("")).toEqual([]);
});

test("an editor without relative patterns is given the whole path", () => {
  expect(watchers("../all.json", false)).toEqual([
    path.resolve(FOLDER, "../all.json").split(path.sep).join("/"),
  ]);
});
