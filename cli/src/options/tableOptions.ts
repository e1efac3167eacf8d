// The flags of every command that reads a table.
import { Option } from "commander";
import { delimiter } from "./parsers.ts";

/** What separates the cells, where guessing is not wanted. */
export function delimiterOption(): Option {
  return new Option("--delimiter <character>", "what separates cells: , or ; or tab")
    .default(undefined, "guessed from the file")
    .argParser(delimiter);
}
