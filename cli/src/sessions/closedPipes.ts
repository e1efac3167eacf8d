// A reader that goes away early (`| head`) is no error: the command ends without a word.

/** Ends the process quietly once nobody reads its result; a closed standard error only loses its lines. */
export function endQuietlyWhenUnread(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
