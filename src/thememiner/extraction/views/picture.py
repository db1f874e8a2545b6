"""A page as a picture with its blocks drawn and named in reading order, to judge extraction by eye."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from thememiner.errors import ReadError
from thememiner.records import Block, Box, Document

_COLOURS = {
    "heading": "#c00000",
    "paragraph": "#1f5fbf",
    "list_item": "#007a53",
    "table_row": "#8a4b00",
    "caption": "#7a00a8",
    "footnote": "#6b6b00",
    "contents": "#008a9a",
    "furniture": "#909090",
}
_MOST_PIXELS = 4_000_000
_SHORT = {"paragraph": "para", "list_item": "item", "table_row": "row", "contents": "toc"}


def draw_page(path: Path | str, doc: Document, page: int, *, scale: float = 1.4) -> Image.Image:
    """Return a picture of a page with each block framed, numbered in reading order and named.

    Args:
        path: the PDF that ``doc`` was read from.
        doc: the document.
        page: number of the page, from 1.
        scale: pixels per point.
    """
    image = _render(Path(path), doc, page, scale)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=max(8.0, 8 * scale))
    for place, block in enumerate(doc.blocks):
        boxes = [box for box in doc.boxes_at(block.start, block.end) if box.page == page]
        if not boxes:
            continue
        colour = _COLOURS[block.kind]
        for box in boxes:
            draw.rectangle(_corners(box, scale), outline=colour)
        hull = (
            min(box.x0 for box in boxes) * scale - 3,
            min(box.top for box in boxes) * scale - 2,
            max(box.x1 for box in boxes) * scale + 3,
            max(box.bottom for box in boxes) * scale + 2,
        )
        draw.rectangle(hull, outline=colour, width=2)
        label = _name(place, block)
        # Above the block's right end, where it hides no text that is needed to judge the order.
        left = max(hull[2] - draw.textlength(label, font=font), 0)
        draw.text((left, max(hull[1] - 9 * scale, 0)), label, fill=colour, font=font)
    for furniture in doc.furniture:
        if furniture.page == page:
            draw.rectangle(_corners(furniture.box, scale), outline=_COLOURS["furniture"], width=2)
    return image


def render_page(path: Path | str, page: int, *, width: int) -> bytes:
    """Return a page as a PNG, as a viewer would show it.

    Args:
        path: the PDF.
        page: number of the page, from 1.
        width: pixels; fewer where the page is so long that the picture would be too large.

    Raises:
        ReadError: where PDFium cannot open the file or it has no such page.
    """
    try:
        pdf = _open(Path(path))
        try:
            shown = pdf[page - 1]
            wide, high = (max(side, 1.0) for side in shown.get_size())
            scale = min(width / wide, (_MOST_PIXELS / (wide * high)) ** 0.5)
            picture = shown.render(scale=scale).to_pil().convert("RGB")
        finally:
            pdf.close()
    except (pypdfium2.PdfiumError, pikepdf.PdfError, IndexError, OSError, ValueError) as error:
        raise ReadError(f"Page {page} cannot be drawn ({error}).", "Open the PDF in a viewer.") from error
    # Text needs few shades, and a quarter of the bytes does.
    small = picture.quantize(64) if _is_grey(picture) else picture
    written = io.BytesIO()
    small.save(written, "PNG")
    return written.getvalue()


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        saved = io.BytesIO()
        with pikepdf.open(path) as damaged:
            damaged.save(saved)
        return pypdfium2.PdfDocument(saved.getvalue())


def _is_grey(picture: Image.Image) -> bool:
    saturation = picture.resize((64, 64)).convert("HSV").getchannel("S").histogram()
    return not any(saturation[24:])


def _render(path: Path, doc: Document, page: int, scale: float) -> Image.Image:
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        size = doc.pages[page - 1]
        return Image.new("RGB", (round(size.width * scale), round(size.height * scale)), "white")
    try:
        image: Image.Image = pdf[page - 1].render(scale=scale).to_pil().convert("RGB")
        return image
    finally:
        pdf.close()


def _corners(box: Box, scale: float) -> tuple[float, float, float, float]:
    return (box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)


def _name(place: int, block: Block) -> str:
    parts = [str(place + 1), _SHORT.get(block.kind, block.kind)]
    if block.level:
        parts[-1] += str(block.level)
    if block.number:
        parts.append(f"[{block.number}]")
    if block.boxed:
        parts.append("boxed")
    if block.table_id >= 0:
        parts.append(f"t{block.table_id}{' head' if block.header else ''}")
    return " ".join(parts)
