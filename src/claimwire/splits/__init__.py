"""Which articles belong together, and which split each group goes to, permanently."""
