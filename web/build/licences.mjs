// Writes dist/LICENCES.txt: the licence of every package that has a part in what the browser gets.
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";

const MODULES = new URL("../node_modules/", import.meta.url);
const INSIDE = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const PACKAGE = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;

// `results` are those of esbuild, with metafile; `others` are packages of which data is taken.
export async function writeLicences(dist, results, others) {
  const names = new Set(others);
  for (const { metafile } of results) {
    for (const output of Object.values(metafile.outputs)) {
      for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
        const found = PACKAGE.exec(input);
        if (!found || !bytesInOutput) continue;
        names.add(found[1]);
        for (const inner of await within(input)) names.add(inner);
      }
    }
  }
  const parts = [];
  for (const name of [...names].sort()) parts.push(await describe(name));
  await writeFile(new URL("LICENCES.txt", dist), `${parts.join(`\n${"-".repeat(72)}\n\n`)}\n`);
}

// The packages that a file was made of before it came to us: its source map tells.
async function within(input) {
  const map = await readFile(new URL(`../${input}.map`, import.meta.url), "utf8").catch(() => "{}");
  const found = (JSON.parse(map).sources ?? []).map((source) => INSIDE.exec(source)?.[1]);
  return new Set(found.filter((name) => name && existsSync(new URL(`${name}/package.json`, MODULES))));
}

async function describe(name) {
  const folder = new URL(`${name}/`, MODULES);
  const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? await readFile(new URL(file, folder), "utf8") : "(The package names its licence and brings no text of it.)\n";
  return `${name} ${version} (${typeof license === "string" ? license : "see below"})\n\n${text.trim()}\n`;
}
