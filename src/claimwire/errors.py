"""The errors claimwire raises on purpose; each message says what was found, where, and what to do."""

from __future__ import annotations


class ClaimwireError(Exception):
    """Base of every error that is about the user's input and not about a defect of claimwire."""


class RecordError(ClaimwireError):
    """A line of a data file does not hold a valid record."""


class RecipeError(ClaimwireError):
    """A raw document does not have the shape that its recipe reads."""


class EdtfError(ClaimwireError, ValueError):
    """A string is no date of the Extended Date/Time Format, or one without computable bounds."""


class AnchorError(ClaimwireError):
    """A quoted passage cannot be found in its article, or stands there more than once."""


class HydrationError(ClaimwireError):
    """A text does not belong to the article it was offered for, or was asked for and is not there."""


class ReleaseError(ClaimwireError):
    """A release cannot be built, or would change one that is already published."""


class LabelStudioError(ClaimwireError):
    """Something cannot be shown in Label Studio without loss, or Label Studio does not do what it was asked to."""


class LockedError(ClaimwireError):
    """Another process writes what is to be written, and did not finish in time."""


class NotWritableError(ClaimwireError):
    """A folder or file that is to be written may only be read."""


class WorkspaceError(ClaimwireError):
    """The folder is not a claimwire repository, or a file or corpus it should have is missing."""


class BaselineError(ClaimwireError):
    """A baseline cannot be fitted, used, saved or read, or lacks a library."""


class PublishError(ClaimwireError):
    """A release may not be published as it is, or the Hub or Zenodo does not do what it was asked to."""


class PredictionError(ClaimwireError):
    """A file of predictions cannot be scored: a line is none, or questions have no prediction."""


class GoldError(ClaimwireError):
    """What predictions are to be scored against cannot be read, or has nothing to score them on."""


class RequestError(ClaimwireError):
    """A request to the service of a model is none that it can answer."""


class FormatError(ClaimwireError):
    """Claims cannot be written in a format, or a file is not of the format that it should be."""
