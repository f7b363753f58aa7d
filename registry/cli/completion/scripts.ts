import type { Candidate } from "./candidates.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** A script for the shell, to be sourced. It asks the command itself, so it never is behind what the command knows. */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case "bash":
      return BASH;
    case "zsh":
      return ZSH;
    case "fish":
      return FISH;
  }
}

/** What bash puts into the line as it stands, and what means nothing to it there. A manifest may name anything. */
const PLAIN_WORD = /^[\p{L}\p{N}_@./:+-]+$/u;
/** The other shells quote what they put into the line, where it is one line. */
const ONE_LINE = /^\P{Cc}+$/u;

/** Candidates as the shell's script reads them: one a line, without those that the shell would not put in as one word. */
export function printedFor(shell: Shell, candidates: readonly Candidate[]): string {
  const offered = shell === "bash" ? PLAIN_WORD : ONE_LINE;
  const safe = candidates.filter(({ word }) => offered.test(word));
  const lines = safe.map(({ word, about }) => {
    const said = about.replaceAll(/\s+/g, " ");
    switch (shell) {
      case "bash":
        return word;
      case "zsh":
        return said === "" ? escapeColons(word) : `${escapeColons(word)}:${said}`;
      case "fish":
        return `${word}\t${said}`;
    }
  });
  return lines.join("\n");
}

/** What is after the first one describes the word. */
function escapeColons(word: string): string {
  return word.replaceAll(":", "\\:");
}

/** Where nothing is offered, files are. */
const BASH = `_patchbay() {
  local IFS=$'\\n'
  COMPREPLY=($(patchbay complete-words bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _patchbay patchbay`;

const ZSH = `#compdef patchbay
_patchbay() {
  local -a found
  found=("\${(@f)$(patchbay complete-words zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then _describe patchbay found; else _files; fi
}
compdef _patchbay patchbay`;

const FISH = `function __patchbay_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (patchbay complete-words fish -- $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c patchbay -f -a '(__patchbay_complete)'`;
