import type { Argument, Command, Option } from "commander";

/** A word that may be typed next, with what it means. */
export interface Candidate {
  readonly word: string;
  readonly about: string;
}

/** Names that only the manifest knows. */
export interface KnownNames {
  readonly plugins: readonly string[];
  readonly hooks: readonly string[];
}

type Names = "plugin" | "hook";

const named = new WeakMap<Argument | Option, Names>();

/** Notes that an argument, or an option's value, is the name of a plugin or of a hook. */
export function completedBy<Declared extends Argument | Option>(
  declared: Declared,
  names: Names,
): Declared {
  named.set(declared, names);
  return declared;
}

/**
 * What the last of the words may become; `words` are those after `patchbay`, the last one being typed. None: the shell
 * offers files.
 */
export function candidatesFor(
  program: Command,
  words: readonly string[],
  known: KnownNames,
): readonly Candidate[] {
  const typed = words.at(-1) ?? "";
  const place = walk(program, words.slice(0, -1));
  return candidatesAt(place, typed, known).filter(({ word }) => word.startsWith(typed));
}

/** Where in the command line something is typed. */
interface Place {
  readonly command: Command;
  /** The option that waits for its value. */
  readonly option: Option | null;
  /** How many arguments of the command there are already. */
  readonly given: number;
}

function walk(program: Command, words: readonly string[]): Place {
  let command = program;
  let option: Option | null = null;
  let given = 0;
  for (const word of words) {
    const next = word.startsWith("-") ? null : subcommand(command, word);
    if (word.startsWith("-")) {
      const found = optionsOf(command).find(({ long, short }) => long === word || short === word);
      option = found && (found.required || found.optional) ? found : null;
    } else if (option) {
      // An option of several values takes words until the next option.
      if (!option.variadic) option = null;
    } else if (next && given === 0) {
      command = next;
    } else {
      given += 1;
    }
  }
  return { command, option, given };
}

function candidatesAt(
  { command, option, given }: Place,
  typed: string,
  known: KnownNames,
): readonly Candidate[] {
  if (typed.startsWith("-")) {
    return optionsOf(command)
      .filter(({ hidden }) => !hidden)
      .map(({ long, description }) => ({ word: long ?? "", about: description }));
  }
  if (option) return valuesOf(option, known);
  const commands = command.commands.filter((each) => !isHidden(each));
  if (commands.length > 0 && given === 0) {
    return commands.map((each) => ({ word: each.name(), about: each.description() }));
  }
  const argument = command.registeredArguments[given];
  return argument ? valuesOf(argument, known) : [];
}

function valuesOf(declared: Argument | Option, known: KnownNames): readonly Candidate[] {
  const names = named.get(declared);
  const of = { plugin: known.plugins, hook: known.hooks };
  const words = names === undefined ? (declared.argChoices ?? []) : of[names];
  return words.map((word) => ({ word, about: names ?? "" }));
}

function subcommand(command: Command, word: string): Command | null {
  return command.commands.find((each) => each.name() === word) ?? null;
}

/** Those of the commands around it are understood, too. */
function optionsOf(command: Command): readonly Option[] {
  const around = command.parent ? optionsOf(command.parent) : [];
  return [...command.options, ...around];
}

/** Commander keeps it to itself. */
function isHidden(command: Command): boolean {
  return command.name().startsWith("complete-");
}
