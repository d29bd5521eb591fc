"""Layer 3, the questions: what may be asked, what is asked often, and the network of an answer."""
