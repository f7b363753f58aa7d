import { acceptVersion } from "./accept-version.ts";
import { addClass } from "./add-class.ts";
import { addHookMethod } from "./add-hook-method.ts";
import { addMissingField } from "./add-missing-field.ts";
import { addSetting } from "./add-setting.ts";
import { changeHooks } from "./change-hooks.ts";
import { convertType } from "./convert-type.ts";
import { declareHook } from "./declare-hook.ts";
import type { Fix, FixProvider, FixRequest } from "./fix.ts";
import { mendSyntax } from "./mend-syntax.ts";
import { removeDuplicate } from "./remove-duplicate.ts";
import { replaceModule } from "./replace-module.ts";
import { replaceBySuggestion } from "./replace.ts";
import { setSecret } from "./set-secret.ts";
import { removeSuppression, suppress } from "./suppress.ts";
import { reloadPlugin, toggleEntry } from "./toggle-entry.ts";

/** In the order in which they are offered. */
const PROVIDERS: readonly FixProvider[] = [
  replaceBySuggestion,
  replaceModule,
  addClass,
  addHookMethod,
  changeHooks,
  declareHook,
  acceptVersion,
  addMissingField,
  addSetting,
  convertType,
  mendSyntax,
  setSecret,
  removeDuplicate,
  reloadPlugin,
  toggleEntry,
  removeSuppression,
  suppress,
];

/** Those whose preferred fixes are edits of the manifest and nothing else, so that all of them can be made at once. */
const MENDING: readonly FixProvider[] = [
  replaceBySuggestion,
  replaceModule,
  addMissingField,
  convertType,
  mendSyntax,
  removeSuppression,
];

/** Every way of mending a diagnostic. */
export function fixesFor(request: FixRequest): Promise<readonly Fix[]> {
  return offered(PROVIDERS, request);
}

/** Those that may be among what mends everything at once. */
export function mendsFor(request: FixRequest): Promise<readonly Fix[]> {
  return offered(MENDING, request);
}

async function offered(
  providers: readonly FixProvider[],
  request: FixRequest,
): Promise<readonly Fix[]> {
  const fixes = await Promise.all(providers.map(async (provide) => provide(request)));
  return fixes.flat();
}
