"""REFI-QDA: codebooks (.qdc) and projects (.qdpx) for NVivo, MAXQDA, ATLAS.ti, QualCoder and others."""

from .codebook import read_qdc, write_qdc, write_qdc_tree
from .codes import NOT_COUNTED, Theme, build_codes
from .people import PassageFinder, derive_judgements, name_reviewer, place_codings, read_corrections
from .project import list_themes, write_qdpx
from .reading import Project, read_qdpx
from .sources import describe_origin, find_pdfs

__all__ = [
    "NOT_COUNTED",
    "PassageFinder",
    "Project",
    "Theme",
    "build_codes",
    "derive_judgements",
    "describe_origin",
    "find_pdfs",
    "list_themes",
    "name_reviewer",
    "place_codings",
    "read_corrections",
    "read_qdc",
    "read_qdpx",
    "write_qdc",
    "write_qdc_tree",
    "write_qdpx",
]
