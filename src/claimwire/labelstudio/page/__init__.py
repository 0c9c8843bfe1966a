"""The labelling page, made from the record models."""
