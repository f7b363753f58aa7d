import { once, EventEmitter } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A real folder that is removed with the test. */
export interface PluginFolder {
  readonly folder: string;
  readonly at: (name: string) => string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** Saves as many editors do: another file takes the name. */
  readonly replace: (name: string, text: string) => void;
  readonly remove: (name: string) => void;
}

export function pluginFolder(files: Readonly<Record<string, string>> = {}): PluginFolder {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-plugins-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => path.join(folder, name);
  const write = (texts: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), text);
    }
  };
  write(files);
  return {
    folder,
    at,
    write,
    replace(name, text) {
      const other = path.join(path.dirname(at(name)), `.${path.basename(name)}.tmp`);
      writeFileSync(other, text);
      renameSync(other, at(name));
    },
    remove: (name) => rmSync(at(name), { recursive: true }),
  };
}

/** What was told so far, and a way to wait until so much of it was told. */
export class Told<Item> {
  readonly items: Item[] = [];
  readonly #events = new EventEmitter();
  #taken = 0;

  readonly add = (item: Item): void => {
    this.items.push(item);
    this.#events.emit("told");
  };

  /** Waits until there are so many that were not taken yet, and takes all of them. */
  async take(atLeast: number): Promise<readonly Item[]> {
    while (this.items.length < this.#taken + atLeast) await once(this.#events, "told");
    const taken = this.items.slice(this.#taken);
    this.#taken = this.items.length;
    return taken;
  }

  /** Waits for the first item from now on that is such. */
  async next(isSuch: (item: Item) => boolean = () => true): Promise<Item> {
    for (let index = this.items.length; ; index += 1) {
      while (index >= this.items.length) await once(this.#events, "told");
      const item = this.items[index];
      if (item !== undefined && isSuch(item)) return item;
    }
  }
}
