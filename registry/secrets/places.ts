import { homedir } from "node:os";
import path from "node:path";

/** Where the files of a workspace's secrets are: the same answer in the language server and the host. */
export function locateSecretFiles(
  workspaceFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly dotenvFile: string; readonly secretsFile: string | null } {
  const written = environment["PLUGIN_SECRET_PATH"];
  return {
    dotenvFile: path.join(workspaceFolder, ".env"),
    secretsFile: written ? path.resolve(workspaceFolder, expandHome(written)) : null,
  };
}

function expandHome(written: string): string {
  return /^~(?=$|[\\/])/.test(written) ? path.join(homedir(), written.slice(1)) : written;
}
