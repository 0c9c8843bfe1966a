"""Layers from and to files of other shapes: quoted claims, brat."""
