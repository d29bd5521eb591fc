"""One module for each kind of input: a file becomes records, and a list of what could not be read."""
