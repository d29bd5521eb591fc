// Gives scripts the messages of one room: `import words from "messages:views"` is {key: {en, ja}} of messages.toml.
import { readFile } from "node:fs/promises";

const HEAD = /^\["([^"]+)"\]$/;
const TEXT = /^(en|ja)\s*=\s*(".*")$/;

async function readRoom(file, room) {
  const words = {};
  let current = null;
  for (const line of (await readFile(file, "utf8")).split("\n")) {
    const head = HEAD.exec(line.trim());
    if (head) current = head[1].startsWith(`${room}.`) ? (words[head[1].slice(room.length + 1)] = {}) : null;
    const text = TEXT.exec(line.trim());
    if (text && current) current[text[1]] = JSON.parse(text[2]);
  }
  if (!Object.keys(words).length) throw new Error(`messages.toml has no message of "${room}"`);
  return words;
}

export const messages = {
  name: "messages",
  setup(build) {
    build.onResolve({ filter: /^messages:/ }, ({ path }) => ({ path: path.slice(9), namespace: "messages" }));
    build.onLoad({ filter: /.*/, namespace: "messages" }, async ({ path }) => {
      const file = new URL("../messages.toml", import.meta.url);
      return { contents: JSON.stringify(await readRoom(file, path)), loader: "json", watchFiles: [file.pathname] };
    });
  },
};
