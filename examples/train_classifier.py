"""Train a sentence classifier on claimwire: TF-IDF words, one logistic regression a label, a report per label.

Usage: python examples/train_classifier.py [RELEASE]      (needs the extra `baselines`)

The text in the repository is of a few invented articles, on which scores mean nothing; this shows that the data has the
shape training needs. Where the text of a split may not stand in the public release, its sentences are in the table
`sentences_standoff` alone, without words: restore the texts, build with them (`claimwire build --hydrated`), and name
that folder to be measured on them.
"""

import sys
from pathlib import Path

from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

RESTORE = "Restore the texts with `claimwire build --hydrated FOLDER --to FULL`, and name FULL instead of the release."

release = sys.argv[1] if len(sys.argv) > 1 else "dataset/0.3.0"
if not list(Path(release, "sentences").glob("train-*.parquet")):
    sys.exit(f"{release} has no sentence with text in the split train. {RESTORE}")
with_text = load_dataset(release, "sentences")
files = sorted(Path(release, "sentences_standoff").glob("*.parquet"))  # no config: it is named by its files
splits = sorted({file.name.partition("-")[0] for file in files})
every = load_dataset(
    "parquet", data_files={name: [str(f) for f in files if f.name.startswith(name)] for name in splits}
)

train = with_text["train"]
labels = sorted({label for row in train for label in row["labels"]})
model = make_pipeline(
    TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
    OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced")),
)
model.fit(train["text"], [[row[label] for label in labels] for row in train])

for name in every:
    split = with_text.get(name)
    if name != "train" and split:
        print(f"{name}: {len(split)} sentences; trained on {len(train)}, so the figures mean nothing yet")
        truth = [[row[label] for label in labels] for row in split]
        print(classification_report(truth, model.predict(split["text"]), target_names=labels, zero_division=0))
    elif name != "train":
        print(f"{name}: {len(every[name])} sentences without text in this release. {RESTORE}")
