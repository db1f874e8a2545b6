"""The search site: pages over a report, each with a JSON twin, each list as CSV and XLSX.

``routes.py`` lists every address; a page is a function of the site and the request
that returns a ``View`` (views.py). SQL lives in ``thememiner.store``.
"""

from .app import make_app
from .server import serve
from .settings import Settings

__all__ = ["Settings", "make_app", "serve"]
