"""The nouns of thememiner: what one stage hands to the next.

Every record is a frozen, slotted, keyword-only dataclass; ``Box``, ``Line``, ``Block`` and
``Passage``, of which a report has thousands, are msgspec structs, which behave alike and
cost a tenth to make. Records hold facts and answer questions about themselves; they open no files and
import nothing of ours. A file of this folder has the records of one subject.

Conventions that hold everywhere:

* an offset pair ``start, end`` is half open and counts Unicode code points of
  ``Document.text``; ``doc.text[m.start:m.end] == m.text`` for every mention;
* pages count from 1;
* a box is in PDF points with the origin at the top left of the page as shown;
* ids come from content, so a second run, or a merge of two runs, gives the same ids;
* an unknown string is ``""``, never a guess.
"""

from __future__ import annotations

from thememiner.records.agencies import Agency, AgencyMention
from thememiner.records.codes import Code, Cue, Mention, Negation, Polarity, Status
from thememiner.records.documents import Block, BlockKind, Box, Document, Furniture, Line, NoteReference, Page
from thememiner.records.figures import Figure
from thememiner.records.identity import make_id
from thememiner.records.judgements import Judgement, Verdict
from thememiner.records.mined import Failure, Mined, ReviewStatus
from thememiner.records.passages import Passage, Role
from thememiner.records.recommendations import Recommendation, RecommendationKind
from thememiner.records.reviews import CaseFact, Review, Sureness

__all__ = [
    "Agency",
    "AgencyMention",
    "Block",
    "BlockKind",
    "Box",
    "CaseFact",
    "Code",
    "Cue",
    "Document",
    "Failure",
    "Figure",
    "Furniture",
    "Judgement",
    "Line",
    "Mention",
    "Mined",
    "Negation",
    "NoteReference",
    "Page",
    "Passage",
    "Polarity",
    "Recommendation",
    "RecommendationKind",
    "Review",
    "ReviewStatus",
    "Role",
    "Status",
    "Sureness",
    "Verdict",
    "make_id",
]
