// Why a query does not parse, in the reader's language: the service's reason, which is in English, said again.

const REASONS = [
  [/^"(.+)" comes too early: the triple that begins with "(.+)" is not whole, its object is missing$/, "reason_no_object"],
  [/^"(.+)" comes too early: the triple that begins with "(.+)" is not whole, its predicate and its object are missing$/, "reason_no_predicate"],
  [/^"(.+)" comes too early: after (?:"(.+)"|the comma) an object is missing$/, "reason_object_after"],
  [/^"(.+)" comes too early: after "(.+)" a value is missing$/, "reason_value_after"],
  [/^this "(.+)" closes nothing; there is one too many$/, "reason_closes_nothing"],
  [/^this "(.+)" is not closed; a "(.+)" is missing$/, "reason_not_closed"],
  [/^"(.+)" cannot stand here: the "(.+)" of line (\d+), column (\d+) is still open; a "(.+)" is missing$/, "reason_still_open"],
  [/^"(.+)" cannot stand here(?:; expected .*)?$/s, "reason_cannot_stand"],
  [/^something is missing here(?:; expected .*)?$/s, "reason_missing"],
  [/^the prefix (\S*:) is not declared; begin with .*$/, "reason_prefix"],
  [/^a string begins here and does not end; .*$/, "reason_string"],
  [/^The SELECT contains a variable that is unbound$/, "reason_unbound"],
  // What the guard does not let through.
  [/^(?:line (\d+): )SERVICE is refused; .*$/, "reason_service"],
  [/^(?:line (\d+): )(\w+) is refused; a query here reads, and changes nothing$/, "reason_update"],
  [/^(?:line (\d+): )(\w+) is refused; nothing is read from elsewhere here$/, "reason_load"],
  [/^(?:line (\d+): )"(.+)" is nested more than (\d+) deep$/, "reason_nested"],
  [/^(?:line (\d+): )FROM (.+) is refused; .*$/, "reason_from"],
  [/^(?:line (\d+): )(.+) stands here for the (\d+)st time, which is too often$/, "reason_often"],
  [/^(?:line (\d+): )the character (U\+\w+) is no text$/, "reason_no_text"],
  [/^the query has (\d+) characters; at most (\d+) are read$/, "reason_long"],
];

/** The reason as {text, lang}: in Japanese where its words are known, else as the service gave it. */
export function tellReason(reason, language, say) {
  if (language !== "ja") return { text: reason, lang: "en" };
  for (const [pattern, key] of REASONS) {
    const found = reason.match(pattern);
    if (found) return { text: say(key, { a: found[1], b: found[2] ?? ",", line: found[3], column: found[4], c: found[5] }), lang: "ja" };
  }
  return { text: reason, lang: "en" };
}
