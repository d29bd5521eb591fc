// The words of the views in the reader's language, from web/messages.toml.
import words from "messages:views";

import { countText, speaker } from "./speak.js";

export { countText };
export const speak = speaker(words);
