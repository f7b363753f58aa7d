import {
  array,
  assert,
  constant,
  constantFrom,
  dictionary,
  property,
  record,
  shuffledSubarray,
  subarray,
} from "fast-check";
import { expect, test } from "vitest";
import { FileOwners } from "../../../registry/runtimes/follow/file-owners.ts";
import type { GraphReport } from "../../../registry/runtimes/loader/index.ts";

const FILES = ["/a.ts", "/b.ts", "/c.ts", "/d.ts"];
const PLUGINS = ["one", "two", "three"];

const someFiles = subarray(FILES);
const graph = record({ files: someFiles, absent: someFiles, digests: constant({}) });
/** A manifest may name plugins whose modules have no graph yet. */
const state = record({
  plugins: shuffledSubarray(PLUGINS),
  graphs: dictionary(constantFrom(...PLUGINS), graph),
});

function referencesOf(plugins: readonly string[]): Parameters<FileOwners["follow"]>[0] {
  const location = { file: "/plugins.yaml", line: 0, character: 0 };
  return plugins.map((plugin) => ({ plugin, reference: plugin, location }));
}

function holding(digest: string): GraphReport {
  return { one: { files: ["/a.ts"], absent: ["/b.ts"], digests: { "/a.ts": digest } } };
}

/** As the graphs say, plugin by plugin. */
function concerned(plugins: readonly string[], graphs: GraphReport, files: Iterable<string>) {
  const changed = new Set(files);
  return plugins.filter((plugin) => {
    const { files: held = [], absent = [] } = graphs[plugin] ?? {};
    return [...held, ...absent].some((file) => changed.has(file));
  });
}

test("files concern the plugins whose graph holds or looked for them, in manifest order, whatever was so before", () => {
  assert(
    property(array(state, { minLength: 1, maxLength: 4 }), someFiles, (states, changed) => {
      const owners = new FileOwners();
      for (const { plugins, graphs } of states) {
        owners.follow(referencesOf(plugins), graphs);

        expect(owners.of(new Set(changed))).toEqual(concerned(plugins, graphs, changed));
        const known = FILES.filter((file) => owners.byFile.has(file));
        const expected = FILES.filter((file) => concerned(plugins, graphs, [file]).length > 0);
        expect(known).toEqual(expected);
      }
    }),
  );
});

test("a graph that was told again and holds the same files changes nothing", () => {
  const owners = new FileOwners();
  const references = referencesOf(["one"]);
  owners.follow(references, holding("old"));
  const before = owners.byFile;

  owners.follow(references, holding("new"));

  expect(owners.byFile).toBe(before);
});
