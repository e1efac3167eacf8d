// The way in of the command chainrule: importing this module runs the command on process.argv.
import { run } from "./run.ts";

await run(process.argv.slice(2));
