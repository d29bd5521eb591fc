// The words of the picture of all ties in the reader's language, from web/messages.toml.
import words from "messages:overview";

import { countText, speaker } from "../views/speak.js";

export { countText };
export const speak = speaker(words);
