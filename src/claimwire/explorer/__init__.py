"""A release as pages to walk through: a static site that works from the file system, with an address per claim.

What a page shows is computed here, row by row, and written as data; the small scripts in `page/` draw it. `site.py` is
where to begin reading.
"""
