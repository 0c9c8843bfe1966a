"""Agreement counted with arrays: a study laid out on one line, and the measures over it."""
