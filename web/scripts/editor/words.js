// The words of the workbench in the reader's language, from web/messages.toml.
import words from "messages:editor";

import { speaker } from "../views/speak.js";

export const speak = speaker(words);

export function knows(key) {
  return key in words;
}
