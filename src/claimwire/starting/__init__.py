"""Laying down a repository of one's own, and adding corpora and outlets to it."""
