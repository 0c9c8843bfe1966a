"""Whether suggestions help annotators: what of them stands, what they save, and which articles to annotate first."""
