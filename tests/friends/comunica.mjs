// Asks the endpoints given, as one federation; prints the values of ?name, one a line. Query on standard input.
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql";

const sources = process.argv.slice(2).map((value) => ({ type: "sparql", value }));
const found = await new QueryEngine().queryBindings(readFileSync(0, "utf8"), { sources });
for (const row of await found.toArray()) console.log(row.get("name").value);
