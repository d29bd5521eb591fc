"""Layer 1, the model: errors, settings, names, dates and records. No input or output here."""
