"""A passage in its place: the page, the words, the verdicts."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import httpx
import pytest
from PIL import Image

from thememiner.api import Report
from thememiner.judgements import read_judgements
from thememiner.web import Settings

from .conftest import SAMPLE, running


@pytest.fixture(scope="module")
def mention(site_report: Report) -> dict[str, object]:
    mentions = site_report.table("mentions")
    found: dict[str, object] = mentions[mentions["status"] == "asserted"].iloc[0].to_dict()
    return found


def test_a_tag_says_by_which_words_and_rule_it_was_earned(
    client: httpx.Client, mention: dict[str, object], site_report: Report
) -> None:
    data = client.get(f"/passages/{mention['passage_id']}.json").json()
    tag = next(t["mention"] for t in data["tags"] if t["mention"]["mention_id"] == mention["mention_id"])
    cues = site_report.table("cues").set_index("cue_id")["cue"]
    assert tag["text"] == mention["text"]
    assert tag["cue"] == cues[mention["cue_id"]]
    assert data["codebook_version"] == site_report.run["codebook"]["version"]
    assert str(mention["text"]) in "".join(p["text"] for p in data["pieces"] if p["marked"])
    assert "".join(p["text"] for p in data["pieces"]) == data["passage"]["text"]


def test_the_marks_lie_on_the_page_and_cover_ink(client: httpx.Client, mention: dict[str, object]) -> None:
    data = client.get(f"/passages/{mention['passage_id']}.json").json()
    for picture in data["pictures"]:
        answer = client.get(picture["url"])
        assert answer.headers["content-type"] == "image/png"
        image = Image.open(io.BytesIO(answer.content)).convert("L")
        assert image.width * image.height <= 4_000_000
        scale = image.width / picture["place"]["width"]
        marks = picture["place"]["passage"] + picture["place"]["mentions"]
        assert marks
        for mark in marks:
            assert 0 <= mark["x"] <= mark["x"] + mark["width"] <= picture["place"]["width"] + 1
            box = (mark["x"], mark["y"], mark["x"] + mark["width"], mark["y"] + mark["height"])
            darkest, lightest = image.crop([round(side * scale) for side in box]).getextrema()  # type: ignore[arg-type]
            assert lightest - darkest > 60, "nothing is printed where the mark is"


def test_the_way_through_a_review_leads_from_its_first_passage_to_its_last(
    client: httpx.Client, site_report: Report
) -> None:
    passages = site_report.table("passages")
    review = passages["review_id"].iloc[0]
    own = list(passages.loc[passages["review_id"] == review, "passage_id"])[:6]
    first = client.get(f"/passages/{own[0]}.json").json()
    assert first["previous"] is None
    walked = [own[0]]
    data = first
    while len(walked) < len(own):
        data = client.get(f"/passages/{data['next']['passage_id']}.json").json()
        walked.append(data["passage"]["passage_id"])
    assert walked == own


def test_the_pdf_is_the_one_that_was_read(
    client: httpx.Client, mention: dict[str, object], site_report: Report
) -> None:
    answer = client.get(f"/reviews/{mention['review_id']}/original.pdf")
    path = site_report.table("reviews").set_index("review_id")["path"][mention["review_id"]]
    assert answer.content == (SAMPLE / path).read_bytes()
    assert answer.headers["content-type"] == "application/pdf"


def test_another_pdf_of_the_same_name_is_not_shown_as_the_one_that_was_read(
    site_report: Report, mention: dict[str, object], tmp_path: Path
) -> None:
    path = site_report.table("reviews").set_index("review_id")["path"][mention["review_id"]]
    other = next(p for p in SAMPLE.glob("*.pdf") if p.name != path and p.stat().st_size > 10_000)
    shutil.copy(other, tmp_path / path)
    with running(Settings(report=site_report.folder, corpus=tmp_path)) as url:
        assert httpx.get(f"{url}/reviews/{mention['review_id']}/original.pdf").status_code == 404
        page = httpx.get(f"{url}/passages/{mention['passage_id']}")
        assert page.status_code == 200
        assert "has changed since it was read" in page.text


def send(client: httpx.Client, mention: dict[str, object], **fields: str) -> httpx.Response:
    address = f"/passages/{mention['passage_id']}"
    token = re.search(r'name="token" value="([^"]+)"', client.get(address).text)
    assert token
    form = {"token": token[1], "item": str(mention["mention_id"]), "reviewer": "Ada", "note": "", **fields}
    return client.post(f"{address}/verdicts", data=form)


def test_a_verdict_is_kept_shown_and_followed_by_a_later_one(
    address: str, mention: dict[str, object], site_report: Report
) -> None:
    with httpx.Client(base_url=address) as visitor:
        answer = send(visitor, mention, verdict="reject", note='a list <b>of</b> "services"')
        assert answer.status_code == 303
        page = visitor.get(answer.headers["location"].split("#")[0]).text
        assert "a list &lt;b&gt;of&lt;/b&gt;" in page
        assert 'name="reviewer" value="Ada"' in page, "the name is remembered"
        send(visitor, mention, verdict="accept")
        data = visitor.get(f"/passages/{mention['passage_id']}.json").json()
    tag = next(t for t in data["tags"] if t["mention"]["mention_id"] == mention["mention_id"])
    assert [v["verdict"] for v in tag["verdicts"]] == ["accept"], (
        "the last verdict of a person is the one that holds"
    )
    kept = [j.verdict for j in read_judgements(site_report.folder) if j.item_id == mention["mention_id"]]
    assert kept == ["reject", "accept"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"verdict": "delete"}, "Choose accept, reject or unsure"),
        ({"verdict": "accept", "reviewer": "  "}, "Say who you are"),
        ({"verdict": "accept", "note": "x" * 3000}, "Shorten it"),
        ({"verdict": "accept", "token": "forged"}, "out of date"),
        ({"verdict": "accept", "item": "another"}, "no such tag"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why_and_changes_nothing(
    address: str, mention: dict[str, object], site_report: Report, fields: dict[str, str], says: str
) -> None:
    before = len(read_judgements(site_report.folder))
    with httpx.Client(base_url=address) as visitor:
        answer = send(visitor, mention, **fields)
    assert answer.status_code in (403, 404)
    assert says in answer.text
    assert len(read_judgements(site_report.folder)) == before
