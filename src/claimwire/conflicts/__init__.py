"""Where claims of different tellers do not go together: computed from slots, events and links, never annotated.

`scene_of` makes of a corpus what the kinds of conflict look at, `facts` and `conflicts` find them.
"""

from .model import Conflict, Fact, Kind
from .registry import KINDS, conflicts, facts
from .scene import Scene, Telling, scene_of

__all__ = ["KINDS", "Conflict", "Fact", "Kind", "Scene", "Telling", "conflicts", "facts", "scene_of"]
