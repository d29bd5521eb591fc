// The present query in other tools: curl, Python, R; each ready to be run as it stands.

export function snippetsFor({ query, endpoint, isGraph }) {
  const text = query.replace(/\s+$/, "");
  const all = [
    { name: "curl", title: "curl", text: curl(text, endpoint, isGraph) },
    { name: "sparqlwrapper", title: "Python · SPARQLWrapper", text: sparqlWrapper(text, endpoint, isGraph) },
    isGraph
      ? { name: "rdflib", title: "Python · rdflib", text: rdflib(text, endpoint) }
      : { name: "pandas", title: "Python · pandas", text: pandas(text, endpoint) },
    { name: "r", title: "R", text: isGraph ? rGraph(text, endpoint) : rTable(text, endpoint) },
  ];
  return all;
}

function curl(query, endpoint, isGraph) {
  const end = free("SPARQL", (word) => query.split("\n").includes(word));
  return `curl --silent --show-error --fail-with-body \\
  --header 'Accept: ${isGraph ? "text/turtle" : "text/csv"}' \\
  --data-urlencode query@- ${endpoint} <<'${end}'
${query}
${end}
`;
}

function sparqlWrapper(query, endpoint, isGraph) {
  const read = isGraph
    ? "print(endpoint.queryAndConvert().decode(\"utf-8\"))"
    : `answer = endpoint.queryAndConvert()
for row in answer.get("results", {}).get("bindings", []):
    print({name: cell["value"] for name, cell in row.items()})
if "boolean" in answer:
    print(answer["boolean"])`;
  return `# pip install sparqlwrapper
from SPARQLWrapper import ${isGraph ? "POST, TURTLE" : "JSON, POST"}, SPARQLWrapper

endpoint = SPARQLWrapper("${endpoint}")
endpoint.setMethod(POST)
endpoint.setReturnFormat(${isGraph ? "TURTLE" : "JSON"})
endpoint.setQuery(${python(query)})
${read}
`;
}

function pandas(query, endpoint) {
  return `# pip install pandas
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pandas as pd

query = ${python(query)}
request = Request("${endpoint}", urlencode({"query": query}).encode(), {"Accept": "text/csv"})
with urlopen(request) as answer:
    table = pd.read_csv(answer)
print(table)
`;
}

function rdflib(query, endpoint) {
  return `# pip install rdflib
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from rdflib import Graph

query = ${python(query)}
request = Request("${endpoint}", urlencode({"query": query}).encode(), {"Accept": "text/turtle"})
with urlopen(request) as answer:
    graph = Graph().parse(data=answer.read().decode("utf-8"), format="turtle")
print(len(graph), "triples")
print(graph.serialize(format="turtle"))
`;
}

function rTable(query, endpoint) {
  return `query <- ${r(query)}
address <- paste0("${endpoint}?query=", URLencode(query, reserved = TRUE))
table <- read.csv(url(address, headers = c(Accept = "text/csv")), encoding = "UTF-8")
print(table)
`;
}

function rGraph(query, endpoint) {
  return `query <- ${r(query)}
address <- paste0("${endpoint}?query=", URLencode(query, reserved = TRUE))
turtle <- readLines(url(address, headers = c(Accept = "text/turtle")), encoding = "UTF-8", warn = FALSE)
cat(turtle, sep = "\\n")
`;
}

// A raw text of Python over several lines; where the query itself holds the quotes, one line with escapes.
function python(query) {
  for (const quote of ['"""', "'''"]) if (!query.includes(quote)) return `r${quote}\n${query}\n${quote}`;
  return JSON.stringify(query);
}

// A raw text of R (4.0 or later); its dashes are as many as the query leaves free.
function r(query) {
  const dashes = free("---", (word) => query.includes(`)${word}"`), "-");
  return `r"${dashes}(\n${query}\n)${dashes}"`;
}

function free(word, isTaken, more = "_") {
  return isTaken(word) ? free(word + more, isTaken, more) : word;
}
