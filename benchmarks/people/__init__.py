"""How far a reader of our codebook, a language model, agrees with people on texts that people labelled.

    python -m benchmarks.people sheets VALIDATION --to FOLDER     # sentences to be answered, outside the repository
    python -m benchmarks.people score VALIDATION                  # F1 with intervals, disagreements by kind

VALIDATION is a folder of documents that people annotated, for measuring only; no text of it is in the repository.
`answers.jsonl` has what the reader answered: a line per sentence with a label, by document and number. A second reading
that saw both sides says of every disagreement of what kind it is, in `disagreements.jsonl`.
"""
