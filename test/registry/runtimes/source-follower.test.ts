import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { ReloadReport } from "../../../schemas/index.ts";
import { SerialQueue } from "../../../registry/base/serial-queue.ts";
import { SavedTexts } from "../../../registry/runtimes/follow/saved-texts.ts";
import { SourceFollower } from "../../../registry/runtimes/follow/source-follower.ts";

const OLD = "export const word = 'old';\n";
const NEW = "export const word = 'new, and longer than before';\n";

/**
 * A follower of one file, whose reloads are written down; they wait until the queue is let go. `whileLoading` is what happens to
 * the file in the meantime.
 */
function followed(whileLoading: (file: string) => void = () => undefined): {
  follower: SourceFollower;
  file: string;
  reloads: Readonly<Record<string, string | null>>[];
  observed: ReloadReport[];
  /** Texts that a reload was announced for. */
  anticipated: string[];
  /** From then on a change is reloaded at once. */
  letGo: () => Promise<void>;
} {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-follow-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "one.ts");
  writeFileSync(file, OLD);
  const texts = new SavedTexts();
  texts.note(file, OLD);
  const queue = new SerialQueue();
  const observed: ReloadReport[] = [];
  const { promise: opened, resolve: letGo } = Promise.withResolvers<void>();
  const held = queue.run(() => opened);
  const anticipated: string[] = [];
  const reloads: Readonly<Record<string, string | null>>[] = [];
  const follower = new SourceFollower(
    {
      queue,
      affectedBy: (files) => (files.has(file) ? ["one"] : []),
      isLookedFor: () => false,
      findModules: async () => [],
      anticipate: (_file, text) => anticipated.push(text),
      reload: async (plugins, newer) => {
        if (plugins.length > 0) reloads.push(newer);
        whileLoading(file);
        return plugins.map((plugin) => reportOn(plugin, newer[file] ?? ""));
      },
      onObserved: (reports) => observed.push(...reports),
    },
    texts,
  );
  const open = (): Promise<void> => {
    letGo();
    return held;
  };
  return { follower, file, reloads, observed, anticipated, letGo: open };
}

/** A text parses when it ends as it should. */
function reportOn(plugin: string, text: string): ReloadReport {
  const at = new Date(0).toISOString();
  if (text.endsWith(";\n")) return { kind: "reloaded", plugin, generation: 2, tookMs: 1, at };
  const problem = {
    code: "plugin/syntax",
    message: "It ends early",
    at,
    location: null,
    stack: null,
  };
  return { kind: "rolled-back", plugin, generation: 1, problem };
}

test("a save that is heard of while it is half-written is one reload", async () => {
  const { follower, file, reloads, letGo } = followed();

  writeFileSync(file, NEW.slice(0, 20));
  const saved = follower.saved(file, NEW);
  const half = follower.heard(file);
  writeFileSync(file, NEW);
  const whole = follower.heard(file);
  void letGo();
  await Promise.all([saved, half, whole]);
  await follower.heard(file);

  expect(reloads).toEqual([{ [file]: NEW }]);
});

test("what the editor told counts while the file holds only its beginning", async () => {
  const { follower, file, reloads, letGo } = followed();

  writeFileSync(file, NEW.slice(0, 20));
  const saved = follower.saved(file, NEW);
  void letGo();
  await saved;
  writeFileSync(file, NEW);
  await follower.heard(file);

  expect(reloads).toEqual([{ [file]: NEW }]);
});

test("a save that truncates the file first is one reload, whoever tells of it first", async () => {
  const { follower, file, reloads, letGo } = followed();

  writeFileSync(file, "");
  const empty = follower.heard(file);
  const saved = follower.saved(file, NEW);
  writeFileSync(file, NEW);
  const whole = follower.heard(file);
  void letGo();
  await Promise.all([empty, saved, whole]);

  expect(reloads).toEqual([{ [file]: NEW }]);
});

test("a change that was taken back before it was loaded is no reload", async () => {
  const { follower, file, reloads, letGo } = followed();

  writeFileSync(file, NEW);
  const heard = follower.heard(file);
  writeFileSync(file, OLD);
  void letGo();
  await heard;

  expect(reloads).toEqual([]);
});

test("a save that is read when half of it is written is loaded whole, and told once", async () => {
  const { follower, file, reloads, observed, letGo } = followed((saved) =>
    writeFileSync(saved, NEW),
  );

  writeFileSync(file, NEW.slice(0, 20));
  void letGo();
  await follower.heard(file);

  expect(reloads).toEqual([{ [file]: NEW.slice(0, 20) }, { [file]: NEW }]);
  expect(observed).toMatchObject([{ kind: "reloaded" }]);
});

test("a save that does not parse is told when nothing more is written", async () => {
  const { follower, file, reloads, observed, letGo } = followed();

  writeFileSync(file, NEW.slice(0, 20));
  void letGo();
  await follower.heard(file);

  expect(reloads).toHaveLength(1);
  expect(observed).toMatchObject([{ kind: "rolled-back", problem: { code: "plugin/syntax" } }]);
});

test("whoever runs the plugins hears of a new text before the reload, and of an empty or known one not at all", async () => {
  const { follower, file, reloads, anticipated, letGo } = followed();
  await letGo();

  writeFileSync(file, "");
  const empty = follower.heard(file);
  writeFileSync(file, NEW);
  const whole = follower.heard(file);
  const announced = { anticipated: [...anticipated], reloads: [...reloads] };
  await Promise.all([empty, whole]);
  await follower.heard(file);

  expect(announced).toEqual({ anticipated: [NEW], reloads: [] });
  expect(anticipated).toEqual([NEW]);
  expect(reloads).toEqual([{ [file]: NEW }]);
});

test("a text is not announced while others are loaded: another may take its place", async () => {
  const { follower, file, anticipated, letGo } = followed();

  writeFileSync(file, NEW);
  const heard = follower.heard(file);
  void letGo();
  await heard;

  expect(anticipated).toEqual([]);
});

test("what was read when a change was heard of is loaded, and what is written after that when that is heard of", async () => {
  const { follower, file, reloads, letGo } = followed();
  await letGo();

  writeFileSync(file, NEW);
  const first = follower.heard(file);
  writeFileSync(file, OLD);
  await first;
  await follower.heard(file);

  expect(reloads).toEqual([{ [file]: NEW }, { [file]: OLD }]);
});

test("a file that is gone is told of as gone", async () => {
  const { follower, file, reloads, letGo } = followed();
  await letGo();

  rmSync(file);
  await follower.heard(file);

  expect(reloads).toEqual([{ [file]: null }]);
});
