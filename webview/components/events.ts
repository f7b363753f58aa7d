import type { FromDashboard } from "../../schemas/index.ts";
import type { Choices } from "../state/index.ts";

/** Something is asked of the editor. */
export const ASK = "patchbay-ask";
/** The person chose something else to look at. */
export const CHOOSE = "patchbay-choose";

export type AskEvent = CustomEvent<FromDashboard>;
export type ChooseEvent = CustomEvent<Partial<Choices>>;

/** Asks the editor, from any component of the page. */
export function ask(from: HTMLElement, message: FromDashboard): void {
  from.dispatchEvent(new CustomEvent(ASK, { detail: message, bubbles: true, composed: true }));
}

/** Changes the choices, from any component of the page. */
export function choose(from: HTMLElement, change: Partial<Choices>): void {
  from.dispatchEvent(new CustomEvent(CHOOSE, { detail: change, bubbles: true, composed: true }));
}
