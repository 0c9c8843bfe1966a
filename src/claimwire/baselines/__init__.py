"""Baselines: classifiers of sentences and a rule annotator of articles, each behind a small contract. English only.

`contract` says what a classifier and an annotator are; `classifiers` and `annotators` list what there is. What reads a
sentence (`sentence`, `counts`, `dated`, `features`) needs the standard library and this package alone; scikit-learn
(extra `baselines`) and torch are imported by the models that need them, when they are used.
"""
