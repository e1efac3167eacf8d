// Walks through graphs of whatever nodes: what can be reached, and in which order it is made.

/** Everything that can be reached, the starts included, in the order in which it is found. */
export function reachable<Node>(starts: Iterable<Node>, next: (node: Node) => Iterable<Node>): Set<Node> {
  const found = new Set(starts);
  // A set gives what is added while it is walked through, too.
  for (const node of found) for (const other of next(node)) found.add(other);
  return found;
}

/** The nodes that the roots need, each once and after what it needs itself; however deep, this takes no stack. */
export function inOrder<Node>(roots: Iterable<Node>, needs: (node: Node) => readonly Node[]): Node[] {
  const ordered = new Set<Node>();
  const pending = [...roots].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (ordered.has(node)) continue;
    const missing = needs(node).filter((needed) => !ordered.has(needed));
    if (missing.length === 0) ordered.add(node);
    else pending.push(node, ...missing.reverse());
  }
  return [...ordered];
}
