"""Layer 2, the data: from the tables that people edit to a snapshot that answers queries."""
