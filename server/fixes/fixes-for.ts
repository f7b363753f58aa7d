import { acceptVersion } from "./accept-version.ts";
import { addClass } from "./add-class.ts";
import { addHookMethod } from "./add-hook-method.ts";
import { addMissingField } from "./add-missing-field.ts";
import { addSetting } from "./add-setting.ts";
import { changeHooks } from "./change-hooks.ts";
import { convertType } from "./convert-type.ts";
import { declareHook } from "./declare-hook.ts";
import type { Fix, FixProvider, FixRequest, MendProvider } from "./fix.ts";
import { mendSyntax } from "./mend-syntax.ts";
import { removeDuplicate } from "./remove-duplicate.ts";
import { replaceModule } from "./replace-module.ts";
import { replaceBySuggestion } from "./replace.ts";
import { setSecret } from "./set-secret.ts";
import { removeSuppression, suppress } from "./suppress.ts";
import { reloadPlugin, toggleEntry } from "./toggle-entry.ts";

type Provider =
  | { readonly provide: FixProvider }
  /** The compiler asks for this of whatever may offer a preferred edit. */
  | { readonly provide: MendProvider; readonly mends: true };

/** In the order in which they are offered. */
const PROVIDERS: readonly Provider[] = [
  { provide: replaceBySuggestion, mends: true },
  { provide: replaceModule, mends: true },
  { provide: addClass },
  { provide: addHookMethod },
  { provide: changeHooks },
  { provide: declareHook },
  { provide: acceptVersion },
  { provide: addMissingField, mends: true },
  { provide: addSetting },
  { provide: convertType, mends: true },
  { provide: mendSyntax, mends: true },
  { provide: setSecret },
  { provide: removeDuplicate },
  { provide: reloadPlugin },
  { provide: toggleEntry },
  { provide: removeSuppression, mends: true },
  { provide: suppress },
];

/** The others need not be asked for what is made at once. */
const MENDING = PROVIDERS.filter((provider) => "mends" in provider);

/** Every way of mending a diagnostic. */
export function fixesFor(request: FixRequest): Promise<readonly Fix[]> {
  return offered(PROVIDERS, request);
}

/** Those that may be among what mends everything at once. */
export function mendsFor(request: FixRequest): Promise<readonly Fix[]> {
  return offered(MENDING, request);
}

async function offered(
  providers: readonly Provider[],
  request: FixRequest,
): Promise<readonly Fix[]> {
  const fixes = await Promise.all(providers.map(async ({ provide }) => provide(request)));
  return fixes.flat();
}
