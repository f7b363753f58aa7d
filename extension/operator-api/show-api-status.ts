import { Disposable, StatusBarAlignment, ThemeColor, window, type StatusBarItem } from "vscode";
import type { OperatorApi, OperatorApiState } from "./operator-api.ts";

/** An item in the status bar for as long as the operator API is asked for: nobody forgets that it is open. */
export function showApiStatus(api: OperatorApi): Disposable {
  const item = window.createStatusBarItem("patchbay.operatorApi", StatusBarAlignment.Left, 49);
  item.name = "Patchbay Operator API";
  item.command = "patchbay.showOperatorApi";
  draw(item, api.state);
  return Disposable.from(
    item,
    api.onDidChange((state) => draw(item, state)),
  );
}

function draw(item: StatusBarItem, state: OperatorApiState): void {
  item.backgroundColor = undefined;
  switch (state.kind) {
    case "closed":
      return item.hide();
    case "opening":
      return say(item, "$(sync~spin) API", "The operator API is opening");
    case "open":
      return say(
        item,
        `$(broadcast) API ${new URL(state.url).port}`,
        `The operator API is open at ${state.url}. Select to copy its address, its key or a request`,
      );
    case "failed":
      item.backgroundColor = new ThemeColor("statusBarItem.errorBackground");
      return say(item, "$(broadcast) API", `The operator API is not open: ${state.message}`);
  }
}

function say(item: StatusBarItem, text: string, words: string): void {
  item.text = text;
  item.tooltip = `Patchbay: ${words}`;
  item.accessibilityInformation = { label: `Patchbay: ${words}`, role: "button" };
  item.show();
}
