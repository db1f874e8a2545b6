"""PDFs with something wrong on purpose: written object by object, or a sound one with bits turned."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Sequence

import pikepdf

from .make_reviews import build_review

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = b"BT /F1 11 Tf 70 700 Td (The partnership met in the spring and agreed what to do.) Tj ET"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), more) + content + b"\nendstream"


def build(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is the catalog."""
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(data)


def one_page(
    content: bytes = TEXT,
    *,
    catalog: bytes = b"",
    page: bytes = PAGE,
    pages: bytes = b"/Kids [3 0 R] /Count 1",
    filters: bytes = b"",
    more: Sequence[bytes] = (),
    trailer: bytes = b"",
) -> bytes:
    """Return a PDF of a page; ``more`` are objects from number 6."""
    return build(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages %s >>" % pages,
        page,
        stream(content, filters),
        FONT,
        *more,
        trailer=trailer,
    )


def pack(content: bytes, times: int) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return content


def bomb(megabytes: int, times: int) -> bytes:
    """Return a text with so many megabytes of blanks after it, deflated so many times."""
    packer, blanks = zlib.compressobj(9), b" " * 2**20
    packed = (
        packer.compress(TEXT) + b"".join(packer.compress(blanks) for _ in range(megabytes)) + packer.flush()
    )
    return pack(packed, times - 1)


def many_pages(n: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (6 + place) for place in range(n))
    return build(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, n),
        b"null",
        stream(TEXT),
        FONT,
        *[PAGE] * n,
    )


def deep_outline(n: int) -> bytes:
    entries = [
        b"<< /Title (Level %d) /Parent %d 0 R /First %d 0 R /Last %d 0 R /Count 1 /Dest [3 0 R /Fit] >>"
        % (place, 5 + place, 7 + place, 7 + place)
        for place in range(1, n)
    ]
    return one_page(catalog=b"/Outlines 6 0 R", more=[b"<< /First 7 0 R /Last 7 0 R /Count 1 >>", *entries])


STRANGE: dict[str, bytes] = {
    "page tree that holds itself": one_page(pages=b"/Kids [3 0 R 2 0 R] /Count 2"),
    "page that is its own parent": one_page(page=PAGE.replace(b"/Parent 2 0 R", b"/Parent 3 0 R")),
    "a thousand million pages, by its own count": one_page(pages=b"/Kids [3 0 R] /Count 1000000000"),
    "fewer than no pages": one_page(pages=b"/Kids [3 0 R] /Count -5"),
    "two thousand pages": many_pages(2000),
    "outline that leads in a circle": one_page(
        catalog=b"/Outlines 6 0 R",
        more=[
            b"<< /First 7 0 R /Last 7 0 R /Count 9 >>",
            b"<< /Title (Round) /Parent 6 0 R /Next 7 0 R /First 7 0 R /Last 7 0 R /Dest [3 0 R /Fit] >>",
        ],
    ),
    "outline of five thousand levels": deep_outline(5000),
    "brackets in brackets": one_page(page=PAGE[:-2] + b"/Deep " + b"[" * 50_000 + b"]" * 50_000 + b">>"),
    "brackets in a content stream": one_page(b"[" * 200_000 + TEXT),
    "saved states without end": one_page(b"q " * 200_000 + TEXT),
    "decompression bomb": one_page(bomb(300, 1), filters=b"/Filter /FlateDecode"),
    "bomb in a bomb": one_page(bomb(300, 2), filters=b"/Filter [/FlateDecode /FlateDecode]"),
    "a content stream named fifty thousand times": one_page(
        page=PAGE.replace(b"/Contents 4 0 R", b"/Contents [" + b"4 0 R " * 50_000 + b"]")
    ),
    "a page of a thousand million points": one_page(page=PAGE.replace(b"595 842", b"1e9 1e9")),
    "a page of no size": one_page(page=PAGE.replace(b"595 842", b"0 0")),
    "a page upside down": one_page(page=PAGE.replace(b"0 0 595 842", b"595 842 -595 -1e38")),
    "a box that is no box": one_page(page=PAGE.replace(b"[0 0 595 842]", b"[(a) null /b 1 0 R]")),
    "letters as tall as the world": one_page(TEXT.replace(b" 11 Tf", b" 1e30 Tf")),
    "letters of no size": one_page(TEXT.replace(b" 11 Tf", b" 0 Tf") + TEXT.replace(b" 11 Tf", b" -1e-30 Tf")),
    "letters far away": one_page(TEXT.replace(b"70 700 Td", b"1e38 -1e38 Td")),
    "a font that is drawn with itself": one_page(
        more=[stream(b"1000 0 0 0 750 750 d1 BT /F1 10 Tf (a) Tj ET")],
        page=PAGE.replace(
            b"/F1 5 0 R",
            b"/F1 << /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0 0 0 0 0 0] /CharProcs << /a 6 0 R >> "
            b"/Encoding << /Differences [84 /a] >> /FirstChar 84 /LastChar 84 /Widths [1e38] >>",
        ),
    ),
    "a form that draws itself": one_page(
        b"/X Do " + TEXT,
        page=PAGE.replace(b"/Font <<", b"/XObject << /X 6 0 R >> /Font <<"),
        more=[stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>")],
    ),
    "a picture of a million by a million": one_page(
        b"q 500 0 0 700 0 0 cm /X Do Q " + TEXT,
        page=PAGE.replace(b"/Font <<", b"/XObject << /X 6 0 R >> /Font <<"),
        more=[stream(b"x", b"/Type /XObject /Subtype /Image /Width 1000000 /Height 1000000 /BitsPerComponent 8 /ColorSpace /DeviceRGB")],
    ),
    "tags that lead in a circle": one_page(
        catalog=b"/MarkInfo << /Marked true >> /StructTreeRoot 6 0 R",
        more=[b"<< /Type /StructTreeRoot /K 7 0 R >>", b"<< /Type /StructElem /S /P /P 6 0 R /K [7 0 R 6 0 R] >>"],
    ),
    "a length that is itself": one_page(filters=b"/Length 4 0 R"),
    "tables of places in a circle": one_page(trailer=b"/Prev 9"),
    "a title that is no text": one_page(more=[b"<< /Title <FEFFD800D800> /Author <FEFFDC00> >>"], trailer=b"/Info 6 0 R"),
    "labels of pages without end": one_page(
        catalog=b"/PageLabels << /Nums [0 << /S /r /St 2147483647 /P (" + b"x" * 5000 + b") >>] >>"
    ),
}  # fmt: skip


def turn_bits(seed: int) -> bytes:
    """Return a sound review, packed as new programs pack, with some bits turned, cut short now and then."""
    chance = random.Random(seed)
    with pikepdf.open(io.BytesIO(build_review("Child Ash"))) as pdf:
        saved = io.BytesIO()
        pdf.save(
            saved,
            object_stream_mode=pikepdf.ObjectStreamMode.generate
            if seed % 2
            else pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    data = bytearray(saved.getvalue())
    for _ in range(chance.choice((1, 3, 20, 200))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data)
