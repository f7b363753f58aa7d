import add from "@vscode/codicons/src/icons/add.svg";
import arrowLeft from "@vscode/codicons/src/icons/arrow-left.svg";
import bracketError from "@vscode/codicons/src/icons/bracket-error.svg";
import circle from "@vscode/codicons/src/icons/circle.svg";
import circleSlash from "@vscode/codicons/src/icons/circle-slash.svg";
import close from "@vscode/codicons/src/icons/close.svg";
import error from "@vscode/codicons/src/icons/error.svg";
import goToFile from "@vscode/codicons/src/icons/go-to-file.svg";
import json from "@vscode/codicons/src/icons/json.svg";
import key from "@vscode/codicons/src/icons/key.svg";
import loading from "@vscode/codicons/src/icons/loading.svg";
import newFile from "@vscode/codicons/src/icons/new-file.svg";
import passFilled from "@vscode/codicons/src/icons/pass-filled.svg";
import play from "@vscode/codicons/src/icons/play.svg";
import plug from "@vscode/codicons/src/icons/plug.svg";
import question from "@vscode/codicons/src/icons/question.svg";
import refresh from "@vscode/codicons/src/icons/refresh.svg";
import search from "@vscode/codicons/src/icons/search.svg";
import stopCircle from "@vscode/codicons/src/icons/stop-circle.svg";
import triangleDown from "@vscode/codicons/src/icons/triangle-down.svg";
import triangleUp from "@vscode/codicons/src/icons/triangle-up.svg";
import warning from "@vscode/codicons/src/icons/warning.svg";
import untrusted from "@vscode/codicons/src/icons/workspace-untrusted.svg";
import zap from "@vscode/codicons/src/icons/symbol-event.svg";
import type { TemplateResult } from "lit";
import { html, unsafeStatic } from "lit/static-html.js";

/** The editor's own icons. They take the text's colour, and say nothing to a screen reader: the word beside them does. */
export const icons = {
  active: draw(passFilled),
  add: draw(add),
  back: draw(arrowLeft),
  close: draw(close),
  disable: draw(circleSlash),
  enable: draw(play),
  error: draw(error),
  fire: draw(zap),
  invalid: draw(bracketError),
  key: draw(key),
  loading: draw(loading),
  manifest: draw(json),
  newFile: draw(newFile),
  openSource: draw(goToFile),
  plug: draw(plug),
  quarantined: draw(stopCircle),
  question: draw(question),
  reload: draw(refresh),
  search: draw(search),
  sortedDown: draw(triangleDown),
  sortedUp: draw(triangleUp),
  unloaded: draw(circle),
  untrusted: draw(untrusted),
  warning: draw(warning),
} as const;

/** Static, so that each icon is parsed once and cloned for every place that shows it. */
function draw(svg: string): TemplateResult {
  return html`<span class="icon" aria-hidden="true">${unsafeStatic(svg)}</span>`;
}
