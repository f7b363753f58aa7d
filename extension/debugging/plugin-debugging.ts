import {
  commands,
  debug,
  DebugConfigurationProviderTriggerKind,
  Disposable,
  extensions,
  tasks,
  window,
  type CancellationToken,
  type DebugConfiguration,
  type DebugSession,
  type LogOutputChannel,
  type WorkspaceFolder,
} from "vscode";
import { messageOf } from "../base/index.ts";
import { explainState, settled, type RegistryClient } from "../host/index.ts";
import { attachConfiguration, DEBUG_PLUGINS, DEBUG_TYPE } from "./attach-configuration.ts";
import { StartDeadline } from "./start-deadline.ts";

const JAVASCRIPT_DEBUGGER = "ms-vscode.js-debug";

export interface PluginDebuggingOptions {
  readonly registry: RegistryClient;
  /** Where our bundles are, absolute. */
  readonly ownFolder: string;
  readonly log: Pick<LogOutputChannel, "info" | "warn">;
}

/**
 * Debugging of plugins: the thread that runs them listens for a debugger as long as a session of the editor's own JavaScript debugger
 * is attached to it, and no longer.
 */
export class PluginDebugging implements Disposable {
  readonly #options: PluginDebuggingOptions;
  readonly #sessions = new Set<DebugSession>();
  readonly #subscriptions: Disposable;
  /** Where the thread listens. */
  #url: string | null = null;
  readonly #startDeadline = new StartDeadline(() => void this.#closeUnused());

  constructor(options: PluginDebuggingOptions) {
    this.#options = options;
    const { Dynamic } = DebugConfigurationProviderTriggerKind;
    this.#subscriptions = Disposable.from(
      debug.registerDebugConfigurationProvider(DEBUG_TYPE, {
        resolveDebugConfiguration: (_folder, configuration, token) =>
          this.#resolve(configuration, token),
      }),
      debug.registerDebugConfigurationProvider(
        DEBUG_TYPE,
        { provideDebugConfigurations: () => [DEBUG_PLUGINS] },
        Dynamic,
      ),
      debug.onDidStartDebugSession((session) => this.#began(session)),
      debug.onDidTerminateDebugSession((session) => this.#ended(session)),
      tasks.onDidEndTask(() => this.#startDeadline.prolong()),
    );
  }

  /** Attaches a debugger, or shows the one that is attached. `folder` is the manifest's. */
  async start(folder: WorkspaceFolder | undefined): Promise<void> {
    if (this.#sessions.size > 0) {
      await commands.executeCommand("workbench.view.debug");
      return;
    }
    const hasStarted = await debug.startDebugging(folder, DEBUG_PLUGINS);
    if (!hasStarted) await this.#closeUnused();
  }

  dispose(): void {
    this.#startDeadline.clear();
    this.#subscriptions.dispose();
  }

  /** What a session is started with; undefined, which starts none, when the thread cannot be debugged. */
  async #resolve(
    configuration: DebugConfiguration,
    token?: CancellationToken,
  ): Promise<DebugConfiguration | undefined> {
    if (!extensions.getExtension(JAVASCRIPT_DEBUGGER)) {
      return refuse(`the editor's JavaScript debugger (${JAVASCRIPT_DEBUGGER}) is not enabled.`);
    }
    const { registry, ownFolder } = this.#options;
    // F5 may be what starts the extension.
    const state = await settled(registry, token);
    if (token?.isCancellationRequested) return undefined;
    if (state.kind !== "running") {
      explainState(state);
      return undefined;
    }
    const answer = await state.host.openDebugger();
    if (answer.kind === "refused") return refuse(answer.message);
    this.#url = answer.url;
    this.#startDeadline.begin(taskBefore(configuration));
    return attachConfiguration(configuration, answer.url, ownFolder);
  }

  #began(session: DebugSession): void {
    if (this.#url === null || session.configuration["websocketAddress"] !== this.#url) return;
    this.#startDeadline.clear();
    this.#sessions.add(session);
    this.#options.log.info("A debugger is attached to the plugins: no deadline holds.");
  }

  #ended(session: DebugSession): void {
    // Does not reject.
    if (this.#sessions.delete(session)) void this.#closeUnused();
  }

  /** Nobody is attached: deadlines hold again. Does not reject: a host that is gone has nothing open. */
  async #closeUnused(): Promise<void> {
    this.#startDeadline.clear();
    const { registry, log } = this.#options;
    if (this.#sessions.size > 0 || this.#url === null) return;
    this.#url = null;
    try {
      if (registry.state.kind !== "running") return;
      await registry.state.host.closeDebugger();
      log.info("No debugger is attached to the plugins any more: deadlines hold again.");
    } catch (error) {
      log.warn(`Closing the plugins' debugger: ${messageOf(error)}`);
    }
  }
}

/**
 * Whether the `preLaunchTask`, or one that it depends on, runs: the editor has the address first, and begins the session when the task
 * is done. One that stays in the background never ends: it is not waited for.
 * Null without such a task.
 */
function taskBefore({ preLaunchTask }: DebugConfiguration): (() => boolean) | null {
  if (!preLaunchTask) return null;
  const earlier = new Set(tasks.taskExecutions);
  return () =>
    tasks.taskExecutions.some(
      (execution) => !earlier.has(execution) && !execution.task.isBackground,
    );
}

function refuse(why: string): undefined {
  void window.showErrorMessage(`Patchbay: the plugins cannot be debugged: ${why}`);
}
