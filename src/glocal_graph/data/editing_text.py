"""A SPARQL update cut into its operations, each rewritten so that it means what our queries see.

Every triple of ours stands in a named graph, and a query without GRAPH sees the union of them all. So in an update

- a pattern without GRAPH matches in the union, as at /sparql;
- what is inserted without GRAPH goes to the graph "edits";
- what is deleted without GRAPH is deleted wherever it stands, so that it is gone from the union;
- DEFAULT, where a graph's name is wanted, is the graph "edits"; ALL and NAMED leave what the program itself keeps.

An operation that says WITH or USING means just what the standard says. Everything is decided by tokens at the outer
level of a text that the engine has parsed before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from glocal_graph.data.store.tokens import Token, locate, tokenize
from glocal_graph.model.errors import QuerySyntaxError, UsageError
from glocal_graph.model.vocabulary import graph

__all__ = ["EDITS", "KEPT", "Dataset", "Operation", "split_update"]

#: Where triples go that are written without the name of a graph.
EDITS = graph("edits")
_NAMES_GRAPHS = {"WITH", "USING", "NAMED", "GRAPH", "TO", "ADD", "MOVE", "COPY", "SILENT"}
_KEYWORDS = _NAMES_GRAPHS | {"INSERT", "DELETE", "DATA", "WHERE", "CLEAR", "DROP", "CREATE", "DEFAULT", "ALL"}
_LONGEST = 4 * 1024 * 1024


@dataclass(frozen=True)
class Dataset:
    """The graphs that a request chooses for its patterns: using-graph-uri and using-named-graph-uri."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)

    def clauses(self) -> str:
        """The same as USING clauses."""
        return "".join([f"USING <{iri}> " for iri in self.default] + [f"USING NAMED <{iri}> " for iri in self.named])


@dataclass
class Operation:
    """One operation of an update: its tokens, and the declarations that hold for it."""

    text: str
    prologue: str
    tokens: list[Token]
    #: Of each brace at the outer level: where it opens and where it closes, by place in `tokens`.
    blocks: list[tuple[int, int]] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line of the text where the operation begins."""
        return locate(self.text, self.tokens[0].start)[0]

    @property
    def words(self) -> list[str]:
        """The keywords at the outer level."""
        return [token.text.upper() for token in self._outer() if token.kind == "word"]

    def check_dataset(self) -> None:
        """Refuse WITH and USING, for a request that chooses the graphs itself."""
        if {"WITH", "USING"} & set(self.words):
            raise UsageError(
                f"line {self.line}: the graphs are chosen twice, by USING or WITH in the text and by "
                "using-graph-uri or using-named-graph-uri in the request; take one away"
            )

    def rewrite(self, graphs: Sequence[str], kept: Collection[str], chosen: Dataset) -> str:
        """The operation for the engine; `graphs` are all named graphs, `kept` those that only the program writes."""
        words = self.words
        if words[0] in ("CLEAR", "DROP") and {"ALL", "NAMED"} & set(words):
            found = [f"CLEAR SILENT GRAPH <{name}>" for name in graphs if name not in kept]
            return " ; ".join(found)
        if words[0] in ("INSERT", "DELETE", "WITH"):
            return self.prologue + self._rewrite_patterns(graphs, kept, chosen)
        return self.prologue + self._rewrite_names(words)

    def _rewrite_names(self, words: list[str]) -> str:
        """CLEAR, DROP, CREATE, ADD, MOVE, COPY: DEFAULT gets a name, and clearing an empty graph is no fault."""
        name = f"<{EDITS}>" if words[0] in ("ADD", "MOVE", "COPY") else f"GRAPH <{EDITS}>"
        parts = [name if token.text.upper() == "DEFAULT" else token.text for token in self.tokens]
        if words[0] == "CLEAR" and "SILENT" not in words:
            parts.insert(1, "SILENT")  # a graph without triples is no graph here, so it cannot be missing either
        return " ".join(parts)

    def _rewrite_patterns(self, graphs: Sequence[str], kept: Collection[str], chosen: Dataset) -> str:
        words = self.words
        using = chosen.clauses() if chosen else Dataset(tuple(graphs) or (EDITS,), tuple(graphs)).clauses()
        if "WITH" in words:
            return self._source(0, len(self.tokens))
        if words[1:2] == ["DATA"]:
            targets = self._targets(graphs, kept) if words[0] == "DELETE" else [EDITS]
            return f"{words[0]} DATA {{ {self._spread(self.blocks[0], targets)} }}"
        if words == ["DELETE", "WHERE"] and len(self.blocks) == 1:
            template = self.blocks[0]
            inside = self._spread(template, self._targets(graphs, kept))
            return f"DELETE {{ {inside} }} {using} WHERE {{ {self._inside(template)} }}"
        return f"WITH <{EDITS}> " + "".join(self._rewrite_modify(graphs, kept, "" if "USING" in words else using))

    def _rewrite_modify(self, graphs: Sequence[str], kept: Collection[str], using: str) -> Iterator[str]:
        position = 0
        for opens, closes in self.blocks:
            yield self._source(position, opens)[: -len("WHERE")] if self._is_where(position, opens) else ""
            before = self._word_before(opens)
            if before == "DELETE":
                yield f"DELETE {{ {self._spread((opens, closes), self._targets(graphs, kept))} }} "
            elif before == "INSERT":
                yield f"INSERT {{ {self._inside((opens, closes))} }} "
            elif before == "WHERE":
                yield f"{using} WHERE {{ {self._inside((opens, closes))} }}"
            else:
                raise self._error(self.tokens[opens])
            position = closes + 1

    def _is_where(self, position: int, opens: int) -> bool:
        return opens > position and self._word_before(opens) == "WHERE"

    def _word_before(self, opens: int) -> str:
        return self.tokens[opens - 1].text.upper() if opens else ""

    @staticmethod
    def _targets(graphs: Sequence[str], kept: Collection[str]) -> list[str]:
        return [name for name in graphs if name not in kept] or [EDITS]

    def _spread(self, block: tuple[int, int], targets: Sequence[str]) -> str:
        """A template in which what stands in no graph stands in each of these."""
        loose, named = self._cut_template(block)
        if len(loose) * len(targets) > max(_LONGEST, 2 * len(self.text)):
            raise UsageError(f"line {self.line}: so many triples to delete need the name of their graph; write GRAPH")
        return "\n".join([*named, *(f"GRAPH <{name}> {{ {loose}\n}}" for name in targets if loose)])

    def _cut_template(self, block: tuple[int, int]) -> tuple[str, list[str]]:
        """The triples of a template that stand in no graph, and its GRAPH blocks."""
        loose, named, depth, start = [], [], 0, block[0] + 1
        for place in range(block[0] + 1, block[1]):
            token = self.tokens[place]
            if token.kind != "sign" or token.text not in "{}":
                continue
            depth += 1 if token.text == "{" else -1
            if token.text == "{" and depth == 1:
                if place - 2 < start or self.tokens[place - 2].text.upper() != "GRAPH":
                    raise self._error(token)
                loose.append(self._trim(start, place - 2))
                start = place - 2
            elif token.text == "}" and depth == 0:
                named.append(self._source(start, place + 1))
                start = place + 1
        loose.append(self._trim(start, block[1]))
        return " . ".join(filter(None, loose)), named

    def _trim(self, start: int, end: int) -> str:
        """The source between two tokens without the full stops around it."""
        while start < end and self.tokens[start].text == ".":
            start += 1
        while start < end and self.tokens[end - 1].text == ".":
            end -= 1
        return self._source(start, end) if start < end else ""

    def _inside(self, block: tuple[int, int]) -> str:
        # On a line of its own, since the last thing inside may be a comment.
        return self.text[self.tokens[block[0]].start + 1 : self.tokens[block[1]].start] + "\n"

    def _source(self, start: int, end: int) -> str:
        last = self.tokens[end - 1]
        return self.text[self.tokens[start].start : last.start + len(last.text)]

    def _outer(self) -> Iterator[Token]:
        position = 0
        for opens, closes in self.blocks:
            yield from self.tokens[position:opens]
            position = closes + 1
        yield from self.tokens[position:]

    def check(self) -> None:
        """Find the blocks; QuerySyntaxError where a token at the outer level is none that the standard has there."""
        depth = opens = 0
        before = ""
        for place, token in enumerate(self.tokens):
            if token.kind == "sign" and token.text in "{}":
                depth += 1 if token.text == "{" else -1
                if depth == 1 and token.text == "{":
                    opens = place
                elif depth == 0:
                    self.blocks.append((opens, place))
            elif depth == 0:
                is_name = token.kind in ("iri", "name") and before in _NAMES_GRAPHS
                if not is_name and not (token.kind == "word" and token.text.upper() in _KEYWORDS):
                    raise self._error(token)
            before = token.text.upper()

    def _error(self, token: Token) -> QuerySyntaxError:
        return QuerySyntaxError(f'"{token.text[:40]}" cannot stand here', *locate(self.text, token.start))


def split_update(text: str) -> list[Operation]:
    """The operations of an update in their order.

    >>> [operation.words for operation in split_update("CLEAR ALL ; DELETE WHERE { ?s ?p ?o }")]
    [['CLEAR', 'ALL'], ['DELETE', 'WHERE']]
    """
    found: list[Operation] = []
    prologue, depth = "", 0
    waiting: list[Token] = []
    for token in [*tokenize(text), Token("sign", ";", len(text))]:
        if token.kind == "sign" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
        if depth == 0 and token.kind == "sign" and token.text == ";":
            declared, rest = _cut_prologue(waiting)
            prologue += "".join(item.text + " " for item in declared)
            if rest:
                found.append(Operation(text, prologue, rest))
            waiting = []
        else:
            waiting.append(token)
    for operation in found:
        operation.check()
    return found


def _cut_prologue(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    place = 0
    while place < len(tokens) and (word := tokens[place].text.upper()) in ("BASE", "PREFIX"):
        place += 2 if word == "BASE" else 3
    return tokens[:place], tokens[place:]


#: The graphs that only the program writes.
KEPT = frozenset(map(graph, ("ontology", "derived", "changes", "dataset")))
