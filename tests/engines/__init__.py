"""Other engines: a real Virtuoso and a writable Oxigraph server, each with the real graph published to it."""
