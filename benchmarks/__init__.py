"""Measurements of this repository; pysbd brings a package of this name, before which this one is found."""
