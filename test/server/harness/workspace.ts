import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { URI } from "vscode-uri";

/** A workspace folder of a test's own. */
export class TestWorkspace implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(files: Readonly<Record<string, string>>): Promise<TestWorkspace> {
    const folder = await realpath(await mkdtemp(path.join(tmpdir(), "patchbay-workspace-")));
    const workspace = new TestWorkspace(folder);
    await workspace.write(files);
    return workspace;
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  uri(name: string): string {
    return URI.file(this.file(name)).toString();
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(this.file(name)), { recursive: true });
      await writeFile(this.file(name), text);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
