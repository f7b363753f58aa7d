import { expect, test } from "vitest";
import {
  EntryLoader,
  pureTransform,
  type ModuleTransform,
} from "../../../registry/runtimes/loader/index.ts";
import { graphFolder, type GraphFolder } from "./graph-folder.ts";

const MAIN = `import { word } from "./helper.ts"; export const said = "main " + word;`;
const OLD = `export const word = "old";`;
const NEW = `export const word = "new";`;

interface Loading extends Pick<GraphFolder, "graph" | "path" | "write"> {
  /** Reloads the entry as one save of these files; null: the file is gone. Empty: nobody knows what changed. */
  readonly save: (texts: Readonly<Record<string, string | null>>) => Promise<unknown>;
  /** How often code was made of each text. */
  readonly transformed: Map<string, number>;
}

async function loading(files: Readonly<Record<string, string>>): Promise<Loading> {
  const transformed = new Map<string, number>();
  const counting: ModuleTransform = {
    ...pureTransform,
    transform: (file, source) => {
      transformed.set(source, (transformed.get(source) ?? 0) + 1);
      return pureTransform.transform(file, source);
    },
  };
  const { graph, path, write } = graphFolder(counting, files);
  const loader = new EntryLoader(graph);
  loader.use({ main: { kind: "file", file: path("main.ts") } });
  const save: Loading["save"] = async (texts) => {
    const told = Object.fromEntries(
      Object.entries(texts).map(([file, text]) => [path(file), text] as const),
    );
    loader.begin(told);
    const outcome = await loader.load("main", { fresh: true, evaluate: (code) => code() });
    loader.settle(told);
    return outcome.kind === "loaded" ? outcome.exports["said"] : outcome.problem.code;
  };
  await save({});
  return { graph, path, write, save, transformed };
}

test("what was made of a text beforehand runs when the text is loaded, and is not made again", async () => {
  const { graph, path, save, transformed } = await loading({ "main.ts": MAIN, "helper.ts": OLD });

  graph.anticipate(path("helper.ts"), NEW);
  graph.anticipate(path("helper.ts"), NEW);

  expect(await save({ "helper.ts": NEW })).toBe("main new");
  expect(transformed.get(NEW)).toBe(1);
});

test("what was made of a text that turned out to be another does not run", async () => {
  const { graph, path, save } = await loading({ "main.ts": MAIN, "helper.ts": OLD });

  graph.anticipate(path("helper.ts"), `export const word = "half";`);

  expect(await save({ "helper.ts": NEW })).toBe("main new");
});

test("nothing is made of the text that runs, nor of files that nobody imports", async () => {
  const { graph, path, transformed } = await loading({ "main.ts": MAIN, "helper.ts": OLD });

  graph.anticipate(path("helper.ts"), OLD);
  graph.anticipate(path("other.ts"), NEW);

  expect([transformed.get(OLD), transformed.get(NEW)]).toEqual([1, undefined]);
});

test("of several files that were written at once, none runs with what another held before", async () => {
  const { save, write } = await loading({ "main.ts": MAIN, "helper.ts": OLD });
  write({ "helper.ts": NEW, "main.ts": MAIN.replace("main", "next") });

  expect(await save({ "helper.ts": NEW })).toBe("next new");
  write({ "helper.ts": OLD });
  expect(await save({ "main.ts": MAIN })).toBe("main old");
});

test("a file that was written is not taken for read when its new text did not load", async () => {
  const { save, write } = await loading({ "main.ts": MAIN, "helper.ts": OLD });
  write({ "helper.ts": "export const ;" });
  expect(await save({ "main.ts": `${MAIN}\n` })).toBe("plugin/syntax");

  write({ "helper.ts": NEW });

  expect(await save({ "main.ts": MAIN })).toBe("main new");
});

test("other files are read after all when new code fails with what they held", async () => {
  const { save, write } = await loading({ "main.ts": MAIN, "helper.ts": OLD });
  write({ "helper.ts": `export const words = ["new"];` });

  const text = `import { words } from "./helper.ts"; export const said = words.join();`;

  expect(await save({ "main.ts": text })).toBe("new");
});

test("code that fails because of itself is run once", async () => {
  const { save } = await loading({ "main.ts": MAIN, "helper.ts": OLD });
  const counted = globalThis as { evaluations?: number };
  counted.evaluations = 0;

  const text = `globalThis.evaluations += 1; throw new Error("no");`;

  expect(await save({ "main.ts": text })).toBe("plugin/threw-on-import");
  expect(counted.evaluations).toBe(1);
});

test("a change of a helper is not lost when its importer was broken meanwhile", async () => {
  const { save, write } = await loading({ "main.ts": MAIN, "helper.ts": OLD });
  write({ "main.ts": "export const ;" });
  expect(await save({ "main.ts": "export const ;" })).toBe("plugin/syntax");
  write({ "helper.ts": NEW });
  expect(await save({ "helper.ts": NEW })).toBe("plugin/syntax");

  write({ "main.ts": MAIN });

  expect(await save({ "main.ts": MAIN })).toBe("main new");
});

test("a file that is gone has everything looked for anew", async () => {
  const { save, write } = await loading({
    "main.ts": `import { word } from "./helper"; export const said = word;`,
    "helper.ts": OLD,
  });
  write({ "helper/index.ts": NEW, "helper.ts": NEW });

  expect(await save({ "helper.ts": null })).toBe("new");
});
