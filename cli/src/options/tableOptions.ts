// The flags of every command that reads a table.
import type { Option } from "commander";
import { optionWithout } from "./globalOptions.ts";
import { delimiter } from "./parsers.ts";

/** What separates the cells, where guessing is not wanted. */
export function delimiterOption(): Option {
  const description = "what separates cells: , or ; or tab";
  return optionWithout("--delimiter <character>", description, "guessed from the file").argParser(delimiter);
}
