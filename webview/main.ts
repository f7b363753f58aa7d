import type { ToDashboard } from "../schemas/index.ts";
import { Dashboard } from "./components/index.ts";
import { layOutPage } from "./page-styles.ts";
import { DashboardStore, type EditorApi } from "./state/index.ts";

declare function acquireVsCodeApi(): EditorApi;

const store = new DashboardStore(acquireVsCodeApi());
window.addEventListener("message", ({ data }: MessageEvent<ToDashboard>) => store.receive(data));

layOutPage();
document.body.append(new Dashboard(store));
store.ask({ kind: "ready" });
