"""The default model: hand-made features say which sentences have which label, rules and a tagger propose spans.

What is proposed gets a score by how sure both are, and by how it lies in its sentence; of proposals over the same
words the best is kept. Scores are learnt on articles that neither the sentence model nor the tagger has seen (stacking,
Wolpert 1992), so that they are probabilities. Fitting needs scikit-learn, predicting does not.
"""

from .model import PipelineModel

__all__ = ["PipelineModel"]
