import type { FromDashboard, ToDashboard } from "../../schemas/index.ts";
import { restoreChoices } from "./choices.ts";
import { choose, initialState, receive } from "./reduce.ts";
import type { Choices, DashboardState } from "./types.ts";

/** The editor's side of the page: what `acquireVsCodeApi()` gives. */
export interface EditorApi {
  postMessage(message: FromDashboard): void;
  getState(): unknown;
  setState(state: Choices): void;
}

/** Holds the page's one state, tells the editor what the state needs, and the page when it changed. */
export class DashboardStore {
  readonly #editor: EditorApi;
  readonly #changed = new Set<() => void>();
  #state: DashboardState;

  constructor(editor: EditorApi) {
    this.#editor = editor;
    this.#state = initialState(restoreChoices(editor.getState()));
  }

  get state(): DashboardState {
    return this.#state;
  }

  /** Calls back after every change, until the returned function is called. */
  subscribe(changed: () => void): () => void {
    this.#changed.add(changed);
    return () => this.#changed.delete(changed);
  }

  receive(message: ToDashboard): void {
    this.#become(receive(this.#state, message));
  }

  choose(change: Partial<Choices>): void {
    this.#become(choose(this.#state, change));
    this.#editor.setState(this.#state.choices);
  }

  /** Asks the editor to do something. What comes of it arrives as messages. */
  ask(message: FromDashboard): void {
    this.#editor.postMessage(message);
  }

  #become(next: DashboardState): void {
    const before = this.#state;
    if (next === before) return;
    this.#state = next;
    const { timeline } = next;
    if (
      timeline &&
      (timeline.plugin !== before.timeline?.plugin || timeline.hook !== before.timeline.hook)
    ) {
      this.ask({ kind: "select", plugin: timeline.plugin, hook: timeline.hook });
    }
    for (const changed of this.#changed) changed();
  }
}
