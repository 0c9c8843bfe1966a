"""Duplicates among articles and claims, and leaks from one split to another."""
