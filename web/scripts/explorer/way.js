// The things and lines of a picture that the ways between two things consist of.

export function wayOf(paths, edges) {
  const pairs = new Set(paths.flatMap(({ steps }) => steps.flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`])));
  return { nodes: new Set(paths.flatMap(({ things }) => things)), edges: new Set(edges.filter(({ from, to }) => pairs.has(`${from} ${to}`)).map(({ id }) => id)) };
}
