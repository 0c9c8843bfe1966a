"""How well spans are found again in other copies of a text; run it as `python -m benchmarks.hydration FOLDER`.

`alterations` makes copies of a text of which it is known where each character came from, `measure` looks spans up in
them and counts what was found, `texts` reads the texts to measure on, and `__main__` is the command.
"""
