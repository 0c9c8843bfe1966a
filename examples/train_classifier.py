"""Train a sentence classifier on claimwire: TF-IDF words, one logistic regression a label, a report per label.

Usage: python examples/train_classifier.py [RELEASE]      (needs the extra `baselines`)

With a pilot of a few articles the scores mean nothing; this shows that the data has the shape training needs. The
articles of the split `test` have no text in the public release: build a full-text variant with
`claimwire build --hydrated` and name its folder to be measured on them too.
"""

import sys

from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

release = sys.argv[1] if len(sys.argv) > 1 else "dataset/0.1.0"
sentences = load_dataset(release, "sentences")
labels = sentences["train"].features["labels"].feature.names

with_text = {name: split.filter(lambda row: row["text"] is not None) for name, split in sentences.items()}
train = with_text["train"]
model = make_pipeline(
    TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
    OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced")),
)
model.fit(train["text"], [[row[label] for label in labels] for row in train])

for name, split in with_text.items():
    if name != "train" and len(split):
        print(f"{name}: {len(split)} sentences; trained on {len(train)}, so the figures mean nothing yet")
        truth = [[row[label] for label in labels] for row in split]
        print(classification_report(truth, model.predict(split["text"]), target_names=labels, zero_division=0))
    elif name != "train":
        print(f"{name}: {len(sentences[name])} sentences without text in this release")
