import type * as Inspector from "node:inspector";
import { createRequire } from "node:module";
import type { DebuggerAnswer } from "../../../schemas/index.ts";
import type { PluginRegistry } from "../../kernel/index.ts";
import type { DebuggerMaps, ModuleGraph } from "../loader/index.ts";

/** A debugger sees all of the thread and can run code in it: it is this machine's own alone. */
const ADDRESS = "127.0.0.1";

export interface ThreadDebuggerOptions {
  readonly registry: PluginRegistry;
  readonly graph: ModuleGraph;
  readonly maps: DebuggerMaps;
}

/**
 * The thread's own inspector: that of the process shows a debugger the main thread, where no plugin runs. It listens when it is asked
 * to, and only until then again.
 */
export class ThreadDebugger {
  readonly #options: ThreadDebuggerOptions;
  #inspector: typeof Inspector | null = null;

  constructor(options: ThreadDebuggerOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#inspector !== null;
  }

  /** Listens on a free port. No deadline holds from now on. */
  open(): DebuggerAnswer {
    const { registry, graph, maps } = this.#options;
    try {
      // Not every runtime is built with one.
      const inspector = createRequire(__filename)("node:inspector") as typeof Inspector;
      if (!this.isOpen) {
        maps.open(graph.scripts);
        inspector.open(0, ADDRESS);
      }
      this.#inspector = inspector;
      registry.suspendDeadlines();
      const url = inspector.url();
      if (url === undefined) throw new Error("The inspector does not listen.");
      return { kind: "open", url };
    } catch (error) {
      this.close();
      return { kind: "refused", message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Lets go of whoever is attached. Deadlines hold again. */
  close(): void {
    // First: whatever else fails, no plugin may hang for ever.
    this.#options.registry.resumeDeadlines();
    const inspector = this.#inspector;
    this.#inspector = null;
    this.#options.maps.close();
    inspector?.close();
  }
}
