"""Entities: who and what the names in adjudicated claims are, proposed by a program and accepted by an annotator."""
