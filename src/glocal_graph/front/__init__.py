"""Layer 5, the front: the command line and the web app."""
