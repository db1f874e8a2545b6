"""The published document itself: its pages as pictures, and the PDF."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from thememiner.errors import ReadError
from thememiner.web.site import Site
from thememiner.web.views import NotFoundError

_GONE = (
    "The PDF of this review is not in the corpus folder, or has changed since it was read. "
    "Start the site with --corpus FOLDER, or mine the corpus again."
)
_KEEP = "private, max-age=86400"


def picture_url(review_id: str, page: int, sha256: str) -> str:
    """Return the address of a page's picture; it changes with the PDF, so that it can be kept."""
    return f"/reviews/{quote(review_id, safe='')}/pages/{page}.png?v={sha256[:10]}"


def pdf_url(review_id: str, page: int) -> str:
    """Return the address of a review's PDF, open at a page."""
    return f"/reviews/{quote(review_id, safe='')}/original.pdf#page={page}"


def show_picture(site: Site, request: Request) -> Response:
    """A page as a PNG."""
    found = site.find_pdf(request.path_params["review_id"])
    number = request.path_params["page"]
    if found is None:
        raise NotFoundError(_GONE)
    if not (number.isascii() and number.isdigit() and 0 < int(number) < 100_000):
        raise NotFoundError("There is no such page.")
    file, sha256 = found
    try:
        picture = site.pictures.draw(file, sha256, int(number))
    except ReadError as error:
        raise NotFoundError(str(error)) from error
    return Response(picture, media_type="image/png", headers={"Cache-Control": _KEEP})


def show_pdf(site: Site, request: Request) -> Response:
    """The PDF."""
    found = site.find_pdf(request.path_params["review_id"])
    if found is None:
        raise NotFoundError(_GONE)
    name = f"{request.path_params['review_id']}.pdf"
    return FileResponse(
        found[0], media_type="application/pdf", filename=name, content_disposition_type="inline"
    )
