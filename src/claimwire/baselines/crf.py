"""Linear-chain conditional random fields in numpy, several over the same tokens at once (Lafferty et al. 2001).

Each layer is a chain of its own, with its own tags; all layers are computed together, padded to the same number of
tags. A token is given by the numbers of its features; a feature has a weight for each tag of each layer. Weights are
learnt by gradient descent with a step of its own for each weight (AdaGrad, Duchi et al. 2011) and a penalty on their
squares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..ranges import Flags, Floats, Ints

BATCH = 64
"""Sentences a step."""


@dataclass(frozen=True)
class Fitting:
    """How often the sentences are gone through, the step, and the penalty on squares, a sentence."""

    epochs: int = 20
    rate: float = 0.1
    penalty: float = 15.0


@dataclass(frozen=True)
class Encoded:
    """A sentence: the numbers of its tokens' features one after another, and where each token's begin."""

    features: Ints
    begins: Ints


@dataclass(frozen=True)
class Chains:
    """Weights (features, layers, tags), and those of a tag behind another (layers, tags, tags) and at the beginning.

    `allowed` says which tags a layer has.
    """

    weights: Floats
    follows: Floats
    first: Floats
    allowed: Flags

    def emissions(self, sentence: Encoded) -> Floats:
        """Return the score of each tag of each token: (tokens, layers, tags)."""
        return _summed(self.weights, sentence.features, sentence.begins)

    def marginals(self, emissions: Sequence[Floats]) -> list[Floats]:
        """Return how probable each tag of each token is, of sentences by their scores: (tokens, layers, tags) each."""
        found: list[Floats] = [np.zeros((0, *self.allowed.shape)) for _ in emissions]
        for chosen in _groups([len(one) for one in emissions]):
            lengths = np.array([len(emissions[number]) for number in chosen])
            scores = _padded([emissions[number] for number in chosen], self.allowed)
            probable, _ = _expected(scores, lengths, self.follows, self.first, pairs=False)
            for number, one, length in zip(chosen, probable, lengths, strict=True):
                found[number] = one[:length]
        return found


def fit_chains(
    sentences: Sequence[Encoded], tags: Sequence[Ints], features: int, sizes: Sequence[int], seed: int, how: Fitting
) -> Chains:
    """Return what is learnt; `tags` has for each sentence the tag of each token in each layer (tokens, layers)."""
    layers, most = len(sizes), max(sizes)
    allowed = np.arange(most) < np.array(sizes)[:, None]
    chains = Chains(
        np.zeros((features, layers, most)), np.zeros((layers, most, most)), np.zeros((layers, most)), allowed
    )
    parts = (chains.weights, chains.follows, chains.first)
    squares = [np.full_like(part, 1e-8) for part in parts]
    batches = [_batch(sentences, tags, chosen) for chosen in _groups([len(one.begins) for one in sentences])]
    draw = np.random.default_rng(seed)
    share = how.penalty / max(1, len(sentences))
    for _ in range(how.epochs):
        for number in draw.permutation(len(batches)):
            batch = batches[number]
            slopes = _slopes(chains, batch)
            for part, slope, square in zip(parts, slopes, squares, strict=True):
                slope += share * len(batch.lengths) * part
                square += slope**2
                part -= how.rate * slope / np.sqrt(square)
    return chains


@dataclass(frozen=True)
class _TokenBatch:
    """Sentences of about the same length: features by token and sorted, and tags (sentences, tokens, layers)."""

    encoded: Encoded
    order: Ints
    starts: Ints
    unique: Ints
    lengths: Ints
    inside: Flags
    tags: Ints


def _groups(lengths: Sequence[int]) -> list[list[int]]:
    """Return the numbers of sentences of about the same length, so that little is computed for nothing."""
    order = sorted((n for n, length in enumerate(lengths) if length), key=lambda n: lengths[n])
    return [order[begin : begin + BATCH] for begin in range(0, len(order), BATCH)]


def _batch(sentences: Sequence[Encoded], tags: Sequence[Ints], chosen: Sequence[int]) -> _TokenBatch:
    own = [sentences[number] for number in chosen]
    features = np.concatenate([one.features for one in own])
    sizes = np.cumsum([0, *(len(one.features) for one in own)])
    begins = np.concatenate([one.begins + at for one, at in zip(own, sizes[:-1], strict=True)])
    token = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(features))))
    order = np.argsort(features, kind="stable")
    unique, starts = np.unique(features[order], return_index=True)
    lengths = np.array([len(one.begins) for one in own])
    inside = np.arange(lengths.max()) < lengths[:, None]
    padded = np.zeros((*inside.shape, tags[chosen[0]].shape[1]), dtype=np.int64)
    padded[inside] = np.concatenate([tags[number] for number in chosen])
    return _TokenBatch(Encoded(features, begins), token[order], starts, unique, lengths, inside, padded)


def _slopes(chains: Chains, batch: _TokenBatch) -> tuple[Floats, Floats, Floats]:
    """Return how the loss of a batch changes with each weight: what is expected, less what is there."""
    flat = chains.emissions(batch.encoded)
    scores = np.full((*batch.inside.shape, *flat.shape[1:]), -np.inf)
    scores[batch.inside] = flat
    scores[:, :, ~chains.allowed] = -np.inf
    expected, pairs = _expected(scores, batch.lengths, chains.follows, chains.first, pairs=True)
    tags, layer = batch.tags, np.arange(len(chains.allowed))
    there = np.zeros_like(expected)
    np.put_along_axis(there, tags[..., None], 1.0, axis=-1)
    missed = (expected - there)[batch.inside]
    weights = np.zeros_like(chains.weights)
    weights[batch.unique] = np.add.reduceat(missed[batch.order], batch.starts, axis=0)
    follows = pairs
    both = batch.inside[:, 1:]
    for number in layer:
        np.add.at(follows[number], (tags[:, :-1, number][both], tags[:, 1:, number][both]), -1.0)
    return weights, follows, (expected[:, 0] - there[:, 0]).sum(axis=0)


def _padded(emissions: Sequence[Floats], allowed: Flags) -> Floats:
    longest = max(len(one) for one in emissions)
    scores = np.full((len(emissions), longest, *allowed.shape), -np.inf)
    for number, one in enumerate(emissions):
        scores[number, : len(one)] = one
    scores[:, :, ~allowed] = -np.inf
    return scores


def _expected(scores: Floats, lengths: Ints, follows: Floats, first: Floats, *, pairs: bool) -> tuple[Floats, Floats]:
    """Return the probability of each tag (sentences, tokens, layers, tags), and of each pair of neighbours, summed.

    `lengths` rise, so that only the sentences that still have tokens are computed.
    Both directions are gone through in one loop: the way back is the way forth over reversed sentences.
    """
    _, longest, layers, tags = scores.shape
    ended = np.searchsorted(lengths, np.arange(longest), side="right").tolist()
    top = scores.max(axis=-1, keepdims=True, initial=-np.inf)
    odds = np.exp(scores - np.where(np.isfinite(top), top, 0.0))
    places = np.arange(longest)
    back = np.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)
    turned = np.take_along_axis(odds, back[:, :, None, None], axis=1)
    ways = np.exp(np.stack([follows, follows.transpose(0, 2, 1)]))
    state = np.stack([odds, turned]).transpose(2, 0, 3, 1, 4)
    seen = np.zeros_like(state)
    seen[0] = state[0]
    seen[0, 0] *= np.exp(first)[:, None, :]
    seen[0] /= _total(seen[0])
    for at in range(1, longest):
        going = ended[at]  # the first sentence that has a token there
        step = np.matmul(seen[at - 1, :, :, going:], ways) * state[at, :, :, going:]
        seen[at, :, :, going:] = step / _total(step)
    forth, reverse = seen[:, 0].transpose(2, 0, 1, 3), seen[:, 1].transpose(2, 0, 1, 3)
    behind = np.take_along_axis(reverse, back[:, :, None, None], axis=1)
    product = np.divide(forth * behind, odds, out=np.zeros_like(forth), where=odds > 0)
    found = product / _total(product)
    if not pairs:
        return found, np.zeros((layers, tags, tags))
    joint = forth[:, :-1, :, :, None] * ways[0][None, None] * behind[:, 1:, :, None, :]
    sums = joint.sum(axis=(-1, -2), keepdims=True)
    joint = np.divide(joint, sums, out=np.zeros_like(joint), where=sums > 0)
    joint[~(places[1:] < lengths[:, None])] = 0.0
    return found, joint.sum(axis=(0, 1))


def _total(values: Floats) -> Floats:
    sums = values.sum(axis=-1, keepdims=True)
    return np.where(sums > 0, sums, 1.0)


def _summed(weights: Floats, features: Ints, begins: Ints) -> Floats:
    """Return the sums of the rows of some features, token by token; every token has at least one."""
    if not len(begins):
        return np.zeros((0, *weights.shape[1:]))
    summed: NDArray[np.float64] = np.add.reduceat(weights[features], begins, axis=0)
    return summed
