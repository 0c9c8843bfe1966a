"""Agreement computed with arrays: a study as one layout, and the measures over it."""
