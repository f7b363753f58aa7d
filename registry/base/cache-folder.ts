import path from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where what V8 compiled of our own code is kept, in the user's own cache folder: what is read from there is run, so it is nowhere
 * that somebody else may write. Null when the environment does not say where that is.
 */
export function cacheFolder(environment: Environment, platform: NodeJS.Platform): string | null {
  const { XDG_CACHE_HOME: cache, LOCALAPPDATA: windowsCache, HOME: home } = environment;
  // A relative one would be in the workspace; the specification says to pass over it.
  if (cache && path.isAbsolute(cache)) return path.join(cache, "patchbay", "compiled");
  if (platform === "win32") {
    return windowsCache ? path.join(windowsCache, "patchbay", "cache", "compiled") : null;
  }
  if (!home || !path.isAbsolute(home)) return null;
  const caches = platform === "darwin" ? "Library/Caches" : ".cache";
  return path.join(home, caches, "patchbay", "compiled");
}
