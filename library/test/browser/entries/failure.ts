// A page that fails: the harness must say why.

/** Throws, as a page with a defect does. */
export async function run(): Promise<never> {
  console.log("about to fail");
  throw new RangeError("the page's own message");
}
