import { PluginRegistry } from "../../kernel/index.ts";
import type { SpanRelayOptions, ThreadTracing } from "../../otel/thread/index.ts";
import { createSecretChain, locateSecretFiles, redact } from "../../secrets/index.ts";
import { PluginDirectories } from "../directory/index.ts";
import { DebuggerMaps, EntryLoader, ModuleGraph, type ModuleTransform } from "../loader/index.ts";
import { ActivityFeed } from "./activity-feed.ts";
import { MarkerWriter } from "./call-marker.ts";
import { compileAndForget } from "./compile-and-forget.ts";
import { describeChange } from "./describe-change.ts";
import { Discipline } from "./discipline.ts";
import { FileSlots } from "./file-slots.ts";
import { PluginFinder } from "./plugin-finder.ts";
import { PluginLives, type PluginLife } from "./plugin-lives.ts";
import { PluginOutput } from "./plugin-output.ts";
import type { WorkerEvents, WorkerStart } from "./protocol.ts";
import { ScopedTimers } from "./scoped-timers.ts";
import { ThreadDebugger } from "./thread-debugger.ts";
import { ThreadState } from "./thread-state.ts";

export interface ThreadOptions {
  readonly start: WorkerStart;
  readonly transform: ModuleTransform;
  /** What `import … from "patchbay"` and a bare `zod` give. */
  readonly supplied: ReadonlyMap<string, unknown>;
  readonly events: WorkerEvents;
  /** Null: fires are not traced. */
  readonly trace: TraceWith | null;
}

/** Begins to trace a thread. */
export type TraceWith = (relay: SpanRelayOptions) => ThreadTracing;

/** Everything that the plugins' thread is made of, wired to one another. Each part knows no more of the others than it needs. */
export class ThreadParts {
  readonly graph: ModuleGraph;
  readonly loader: EntryLoader;
  readonly registry: PluginRegistry;
  readonly directories: PluginDirectories;
  readonly state: ThreadState;
  readonly feed: ActivityFeed;
  readonly marker: MarkerWriter;
  readonly finder: PluginFinder;
  readonly timers: ScopedTimers;
  readonly output: PluginOutput;
  readonly discipline: Discipline;
  readonly debugger: ThreadDebugger;
  readonly tracing: ThreadTracing | null;
  /** Secrets of the editor's store, by name. */
  readonly stored: Map<string, string>;
  readonly #lives = new PluginLives();

  constructor({ start, transform, supplied, events, trace }: ThreadOptions) {
    const { markerMemory, mapsFolder, workspaceFolder, callDeadlineMs, storedSecrets } = start;
    const slots = new FileSlots();
    const maps = new DebuggerMaps(mapsFolder);
    const onGrown = (): void => this.feed.changed();
    this.graph = new ModuleGraph({
      transform,
      compile: compileAndForget,
      supplied,
      onGrown,
      debuggerMaps: maps,
    });
    this.loader = new EntryLoader(this.graph);
    this.marker = new MarkerWriter(
      markerMemory,
      (slot) => this.registry.pluginInSlot(slot) ?? slots.fileIn(slot),
    );
    this.finder = new PluginFinder(this.graph.scripts, () => this.state.pluginsByFile());
    this.output = new PluginOutput({
      writer: () => this.running(),
      readStacks: (text) => this.graph.scripts.mapStacks(text, __filename),
      redact: (text) => this.registry.withoutSecrets(text),
      send: (lines) => events.logged(lines),
      onFlood: (plugin, lines) => this.discipline.stopFlood(plugin, lines),
    });
    this.timers = new ScopedTimers({
      current: () => this.currentLife(),
      run: (life, code) => this.discipline.run(life.slot, code),
    });
    this.tracing =
      trace?.({
        clean: (text) => this.registry.withoutSecrets(text),
        send: (spans) => events.traced(spans),
      }) ?? null;
    this.stored = new Map(Object.entries(storedSecrets));
    const secrets = createSecretChain({
      environment: process.env,
      stored: this.stored,
      ...locateSecretFiles(workspaceFolder, process.env),
      trusted: true,
    });
    this.registry = new PluginRegistry({
      loader: this.loader,
      secrets,
      marker: this.marker,
      lives: this.#lives,
      deadlines: { callMs: callDeadlineMs },
      logFor: (plugin) => this.output.logFor(plugin),
      readStack: (stack) => this.graph.scripts.readStack(stack),
      redact: (text) => redact(text, secrets.valuesToRedact([])),
      ...(this.tracing && { observer: this.tracing.observer }),
    });
    this.discipline = new Discipline(this);
    this.debugger = new ThreadDebugger({ registry: this.registry, graph: this.graph, maps });
    this.directories = new PluginDirectories({
      registry: this.registry,
      graph: this.graph,
      guard: (file, code) => this.marker.run(slots.slotOf(file), code),
      folders: start.pluginDirectories,
      onChange: (change) => {
        const { level, message } = describeChange(change);
        this.output.write(null, level, message);
        this.feed.changed();
      },
    });
    this.state = new ThreadState(this);
    this.feed = new ActivityFeed({
      state: () => this.state.whole(),
      samplesSince: (moment) => this.registry.samplesSince(moment),
      events,
    });
    this.marker.onEnter = () => this.feed.active();
    this.registry.onDidChange(() => this.feed.changed());
  }

  /** Whose code runs right now; null when it cannot be told. */
  running(): string | null {
    return this.marker.current ?? this.finder.ofCaller();
  }

  /** What the code that runs right now belongs to. */
  currentLife(): PluginLife | null {
    const slot = this.marker.currentSlot ?? this.#slotOf(this.finder.ofCaller());
    return slot === null ? null : this.#lives.of(slot);
  }

  #slotOf(plugin: string | null): number | null {
    return plugin === null ? null : this.registry.slotOf(plugin);
  }
}
