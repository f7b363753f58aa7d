import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll } from "vitest";

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, "../../..");

let built: Promise<string> | null = null;

// Registered before the test file's own, so that it runs after them.
afterAll(async () => {
  if (!built) return;
  const folder = path.dirname(path.dirname(await built));
  await rm(folder, { recursive: true, force: true });
});

/** Bundles the server as the product does; answers the bundle's path. Once per test process. */
export function buildServer(): Promise<string> {
  built ??= bundle();
  return built;
}

async function bundle(): Promise<string> {
  // A folder as users may have one: its URL is not its path.
  const folder = await mkdtemp(path.join(tmpdir(), "patchbay server #"));
  const outdir = path.join(folder, "dist");
  await build({
    entryPoints: {
      server: path.join(root, "server/launch/main.ts"),
      "server-main": path.join(root, "server/main.ts"),
    },
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    alias: { "web-tree-sitter": require.resolve("web-tree-sitter") },
    outdir,
    logLevel: "error",
  });
  await symlinkGrammars(path.join(outdir, "wasm"));
  await symlink(path.join(root, "docs"), path.join(folder, "docs"));
  return path.join(outdir, "server.js");
}

async function symlinkGrammars(folder: string): Promise<void> {
  const grammars = path.dirname(require.resolve("@vscode/tree-sitter-wasm/package.json"));
  await cp(path.join(grammars, "wasm"), folder, {
    recursive: true,
    filter: (file) =>
      !file.includes(".") || /tree-sitter-(?:typescript|tsx|javascript|python)\.wasm$/.test(file),
  });
  await cp(
    require.resolve("web-tree-sitter/web-tree-sitter.wasm"),
    path.join(folder, "web-tree-sitter.wasm"),
  );
}
