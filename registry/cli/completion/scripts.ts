export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** What can be typed after a command. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly string[];
  /** Words that its argument may be. */
  readonly words: readonly string[];
  /** Its argument is a plugin's name, which the script asks the manifest for. */
  readonly takesPlugin: boolean;
}

/** A script for the shell, to be sourced. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  switch (shell) {
    case "bash":
      return bash(commands);
    case "zsh":
      return zsh(commands);
    case "fish":
      return fish(commands);
  }
}

const NAMES = "patchbay complete-names 2>/dev/null";

function bash(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ name, options, words, takesPlugin }) => {
    const fixed = [...words, ...options].join(" ");
    const plugins = takesPlugin ? ` $(${NAMES})` : "";
    return `    ${name}) words="${fixed}${plugins}" ;;`;
  });
  return `_patchbay() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(" ")}"
  else case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _patchbay patchbay`;
}

function zsh(commands: readonly CompletedCommand[]): string {
  const listed = commands.map(
    ({ name, description }) =>
      `    '${name}:${description.replaceAll("'", "").replaceAll(":", "\\:")}'`,
  );
  const cases = commands.map(({ name, options, words, takesPlugin }) => {
    const fixed = [...words, ...options].join(" ");
    const plugins = takesPlugin ? ` \${(f)"$(${NAMES})"}` : "";
    return `    ${name}) compadd -- ${fixed}${plugins} ;;`;
  });
  return `#compdef patchbay
_patchbay() {
  local -a commands
  commands=(
${listed.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case $words[2] in
${cases.join("\n")}
  esac
  _files
}
compdef _patchbay patchbay`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const none = commands.map(({ name }) => name).join(" ");
  return commands
    .flatMap(({ name, description, options, words, takesPlugin }) => {
      const here = `-n "__fish_seen_subcommand_from ${name}"`;
      return [
        `complete -c patchbay -n "not __fish_seen_subcommand_from ${none}" -a ${name} -d '${description.replaceAll("'", "")}'`,
        ...options.map((option) => `complete -c patchbay ${here} -l ${option.slice(2)}`),
        ...(words.length > 0 ? [`complete -c patchbay ${here} -a '${words.join(" ")}'`] : []),
        ...(takesPlugin ? [`complete -c patchbay ${here} -a '(${NAMES})'`] : []),
      ];
    })
    .join("\n");
}
