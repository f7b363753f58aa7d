import { Disposable, StatusBarAlignment, ThemeColor, window, type StatusBarItem } from "vscode";
import type { RegistrySnapshot } from "../../schemas/index.ts";
import { counted } from "../base/index.ts";
import type { ManifestTracker } from "../manifest/index.ts";
import type { RegistryClient, RegistryState } from "../host/index.ts";
import { isFailing } from "../views/index.ts";

/** One item in the status bar: whether the registry runs, how many plugins are active, and how many fail. */
export function showRegistryStatus(
  registry: RegistryClient,
  manifests: ManifestTracker,
): Disposable {
  const item = window.createStatusBarItem("patchbay.registry", StatusBarAlignment.Left, 50);
  item.name = "Patchbay";
  item.command = "patchbay.plugins.focus";
  const update = (): void => {
    draw(item, registry.state, registry.snapshot, manifests.current?.uri.fsPath ?? "");
  };
  update();
  return Disposable.from(
    item,
    registry.onDidChangeState(update),
    registry.onDidChangeSnapshot(update),
  );
}

function draw(
  item: StatusBarItem,
  state: RegistryState,
  snapshot: RegistrySnapshot | null,
  manifest: string,
): void {
  item.backgroundColor = undefined;
  switch (state.kind) {
    case "absent":
      if (state.reason !== "untrusted") return item.hide();
      say(item, "$(workspace-untrusted) Patchbay", "No plugin runs: the workspace is not trusted");
      return;
    case "starting":
      say(item, "$(sync~spin) Patchbay", "The registry is starting");
      return;
    case "stopped":
      item.backgroundColor = new ThemeColor("statusBarItem.errorBackground");
      say(item, "$(debug-disconnect) Patchbay", `The registry host stopped: ${state.reason}`);
      return;
    case "running":
      drawRunning(item, snapshot, manifest);
      return;
  }
}

function drawRunning(
  item: StatusBarItem,
  snapshot: RegistrySnapshot | null,
  manifest: string,
): void {
  const plugins = snapshot?.plugins ?? [];
  const active = plugins.filter(({ state }) => state === "active").length;
  const failing = plugins.filter(isFailing).length;
  const problems = snapshot?.manifestProblems.length ?? 0;
  const failures = failing === 0 ? "" : ` $(error) ${failing}`;
  const broken = problems === 0 ? "" : " $(warning)";
  const words = [
    `${active} of ${counted(plugins.length, "plugin")} active`,
    failing > 0 ? `${failing} failing` : "",
    problems > 0 ? "the manifest cannot be read" : "",
    snapshot?.debugging ? "a debugger is attached, so no deadline holds" : "",
  ];
  say(
    item,
    `${snapshot?.debugging ? "$(debug-alt)" : "$(plug)"} ${active}/${plugins.length}${failures}${broken}`,
    `${words.filter((word) => word !== "").join(", ")}\n${manifest}`,
  );
}

function say(item: StatusBarItem, text: string, words: string): void {
  item.text = text;
  item.tooltip = `Patchbay: ${words}`;
  item.accessibilityInformation = { label: `Patchbay: ${words}` };
  item.show();
}
