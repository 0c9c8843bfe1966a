"""The records of a repository: where they are, how they are read and written, and one corpus with its indexes."""
