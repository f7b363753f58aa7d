/** Directories of plugin files that register factories. */
export {
  PluginDirectory,
  type PluginDirectoryOptions,
  type PluginFileChange,
} from "./plugin-directory.ts";
export {
  PluginDirectories,
  type DirectoriesState,
  type PluginDirectoriesOptions,
} from "./plugin-directories.ts";
