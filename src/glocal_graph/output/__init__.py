"""Layer 4, the output: a network becomes a picture, a selection becomes a file."""
