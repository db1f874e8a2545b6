"""The tool against people: forms of a reference, the figures, what is said of problems."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import thememiner
from thememiner.accuracy import load_accuracy, read_card, read_run_accuracy
from thememiner.api import Report
from thememiner.cli import main
from thememiner.errors import InputError
from thememiner.evaluation import write_markdown, write_page, write_text
from thememiner.evaluation.columns import DISAGREEMENTS, SCORES

SHARING = "Information about the stepfather was not shared with the health visitor."
DRIFT = "There was drift and delay in the plan for the two brothers."
NOTHING = "The family moved to the town by the river in the spring."


def write_jsonl(file: Path, rows: list[dict]) -> Path:
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two readers of three passages: they differ on the second, and on a polarity in the first."""
    return write_jsonl(
        tmp_path / "gold.jsonl",
        [
            {"id": "a", "text": SHARING, "coders": [
                [{"id": "info_sharing", "polarity": "concern"}], [{"id": "info_sharing", "polarity": "neutral"}]]},
            {"id": "b", "text": DRIFT, "coders": [[{"id": "drift_delay", "polarity": "concern"}], []]},
            {"id": "c", "text": NOTHING, "coders": [[{"id": "housing"}], []]},
        ],
    )  # fmt: skip


def row_of(frame: pd.DataFrame, **wanted: str) -> pd.Series:
    for name, value in wanted.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1, wanted
    return frame.iloc[0]


def test_the_figures_are_those_counted_by_hand(gold: Path) -> None:
    evaluation = thememiner.evaluate(gold)
    first = row_of(evaluation.scores, level="micro", reference="reader A")
    # Tool: a sharing, b drift. Reader A: these and c housing. Three themes, nine pairs.
    assert (first.n_coded, first.n_reference, first.n_both) == (2, 3, 2)
    assert (first.precision, first.recall, first.f1) == (1.0, pytest.approx(2 / 3, abs=1e-4), 0.8)
    assert first.kappa == pytest.approx((8 / 9 - (2 * 3 + 7 * 6) / 81) / (1 - (2 * 3 + 7 * 6) / 81), abs=1e-4)
    second = row_of(evaluation.scores, level="micro", coding="tool", reference="reader B")
    assert (second.n_both, second.precision, second.recall) == (1, 0.5, 1.0)
    assert (second.polarity, second.n_polarity) == (0.0, 1)
    mean = row_of(evaluation.scores, level="micro", reference="readers, mean")
    assert (mean.n_both, mean.n_reference, mean.precision) == (1.5, 2.0, 0.75)
    agreed = row_of(evaluation.scores, level="micro", reference="readers, where they agree")
    assert (agreed.n_coded, agreed.precision, agreed.recall) == (1, 1.0, 1.0)


def test_readers_are_held_against_each_other(gold: Path) -> None:
    ceiling = row_of(thememiner.evaluate(gold).scores, level="micro", coding="reader A")
    assert (ceiling.reference, ceiling.n_both, ceiling.recall) == ("reader B", 1, 1.0)
    assert ceiling.precision == pytest.approx(1 / 3, abs=1e-4)


def test_themes_with_few_passages_are_marked_as_not_measured(gold: Path) -> None:
    assert set(thememiner.evaluate(gold).per_theme()["note"]) == {"not measured"}


def test_themes_below_the_bar_are_marked(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": NOTHING, "themes": ["housing"]} for n in range(5)]
    evaluation = thememiner.evaluate(write_jsonl(tmp_path / "gold.jsonl", rows))
    assert evaluation.per_theme()["note"].tolist() == ["below the bar"]


def test_every_disagreement_can_be_read(gold: Path) -> None:
    rows = thememiner.evaluate(gold).disagreements
    told = {(row.theme_id, row.what, row.reader, row.sentence) for row in rows.itertuples()}
    assert told == {
        ("drift_delay", "wrong", "reader B", DRIFT),
        ("housing", "missed", "reader A", NOTHING),
        ("info_sharing", "polarity", "reader B", SHARING),
    }


def test_csv_says_the_same_as_jsonl(gold: Path, tmp_path: Path) -> None:
    table = tmp_path / "gold.csv"
    table.write_text(
        "Text,Theme,Polarity,Reader\n"
        f'"{SHARING}",Information sharing and seeking,concern,reader A\n'
        f'"{SHARING}",info_sharing,neutral,reader B\n'
        f'"{DRIFT}",drift_delay,concern,reader A\n"{DRIFT}",,,reader B\n'
        f'"{NOTHING}",housing,,reader A\n"{NOTHING}",,,reader B\n',
        encoding="utf-8-sig",
    )
    pd.testing.assert_frame_equal(thememiner.evaluate(table).scores, thememiner.evaluate(gold).scores)


def test_mentions_that_tag_made_score_as_tagging_on_the_spot(gold: Path, tmp_path: Path) -> None:
    mentions = tmp_path / "mentions.csv"
    runner = CliRunner()
    assert runner.invoke(main, ["tag", str(gold), "-o", str(mentions)]).exit_code == 0
    pd.testing.assert_frame_equal(
        thememiner.evaluate(mentions, gold).scores, thememiner.evaluate(gold).scores
    )


def test_a_report_is_held_against_its_own_codings_by_id_and_by_quote(report: Report, tmp_path: Path) -> None:
    mentions = report.table("mentions")
    mentions = mentions[mentions["status"] == "asserted"].drop_duplicates(["passage_id", "theme_id"]).head(60)
    reviews = report.table("reviews").set_index("review_id")["path"]
    passages = report.table("passages").set_index("passage_id")
    wanted = set(mentions["passage_id"])
    every = report.table("mentions")
    every = every[(every["status"] == "asserted") & every["passage_id"].isin(wanted)].drop_duplicates(
        ["passage_id", "theme_id"]
    )
    by_id, by_quote = tmp_path / "ids.csv", tmp_path / "quotes.csv"
    every[["passage_id", "theme_id"]].to_csv(by_id, index=False)
    pd.DataFrame({
        "quote": passages.loc[every["passage_id"], "text"].to_numpy(),
        "review": reviews.loc[every["review_id"]].to_numpy(),
        "page": every["page"].to_numpy(),
        "theme": every["theme_id"].to_numpy(),
    }).to_csv(by_quote, index=False)  # fmt: skip
    for file in (by_id, by_quote):
        evaluation = thememiner.evaluate(report, file)
        overall = row_of(evaluation.scores, level="micro")
        assert (overall.precision, overall.recall) == (1.0, 1.0), file.name
        assert evaluation.notes == ()


def test_a_mention_outside_the_quote_does_not_count(report: Report, tmp_path: Path) -> None:
    mentions, passages = report.table("mentions"), report.table("passages").set_index("passage_id")
    asserted = mentions[mentions["status"] == "asserted"]
    # A passage with mentions of several sentences: the quote is the first of these only.
    several = asserted.groupby("passage_id")["sentence"].nunique()
    passage_id = several[several > 1].index[0]
    own = asserted[asserted["passage_id"] == passage_id]
    sentence = own["sentence"].iloc[0]
    wanted = set(own.loc[own["sentence"] == sentence, "theme_id"])
    file = tmp_path / "gold.csv"
    pd.DataFrame([{"quote": sentence, "page": passages.loc[passage_id, "page_first"], "theme": theme}
                  for theme in sorted(wanted)]).to_csv(file, index=False)  # fmt: skip
    overall = row_of(thememiner.evaluate(report, file).scores, level="micro")
    assert (overall.n_coded, overall.precision) == (len(wanted), 1.0)


def test_passages_that_are_not_in_the_report_are_told_and_not_scored(report: Report, tmp_path: Path) -> None:
    known = report.table("passages")["passage_id"].iloc[0]
    file = tmp_path / "gold.csv"
    file.write_text(f"passage_id,theme\n{known},\nelsewhere,housing\n")
    evaluation = thememiner.evaluate(report, file)
    assert evaluation.n_passages == 1
    assert "elsewhere" in evaluation.notes[0]
    file.write_text("passage_id,theme\nelsewhere,housing\n")
    with pytest.raises(InputError, match=r"No passage of gold\.csv stands in the report"):
        thememiner.evaluate(report, file)


def test_all_problems_of_a_reference_are_told_at_once(tmp_path: Path) -> None:
    file = write_jsonl(
        tmp_path / "gold.jsonl",
        [
            {"id": "a", "text": "x", "coders": [[{"id": "housing", "polarity": "bad"}]]},
            {"text": "", "coders": [[]]},
            {"id": "c", "text": "x"},
            {"id": "a", "text": "x", "themes": []},
        ],
    )
    with file.open("a") as handle:
        handle.write("no json\n")
    with pytest.raises(InputError) as told:
        thememiner.evaluate(file)
    message = str(told.value)
    for words in (
        "line 1: polarity",
        "line 2 has neither",
        "line 3 has no",
        "stands twice",
        "line 5 is no JSON",
    ):
        assert words in message


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "\x00\x01", "theme,text\n"])
def test_a_table_that_is_no_reference_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "gold.csv"
    file.write_text(content)
    with pytest.raises(InputError, match=r"gold\.csv"):
        thememiner.evaluate(file)


def test_a_theme_that_the_codebook_lacks_is_told(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "gold.jsonl", [{"id": "a", "text": SHARING, "themes": ["no_such"]}])
    evaluation = thememiner.evaluate(file)
    assert "no_such" in evaluation.notes[0]
    assert row_of(evaluation.scores, level="theme", theme_id="no_such").recall == 0


def test_the_scores_are_written_in_every_form(gold: Path, tmp_path: Path) -> None:
    for name in ("scores.csv", "scores.html", "scores.md"):
        done = CliRunner().invoke(
            main, ["evaluate", str(gold), "-o", str(tmp_path / name), "--examples", "3"]
        )
        assert done.exit_code == 0, done.output
        assert "tool / reader A" in done.stdout
        assert "info_sharing" in (tmp_path / name).read_text("utf-8-sig")
    table = pd.read_csv(tmp_path / "scores.csv")
    assert list(table.columns) == [column.name for column in SCORES.columns]
    done = CliRunner().invoke(main, ["evaluate", str(gold), "--disagreements", str(tmp_path / "d.csv")])
    assert list(pd.read_csv(tmp_path / "d.csv").columns) == [column.name for column in DISAGREEMENTS.columns]
    assert CliRunner().invoke(main, ["evaluate", str(gold), "-o", str(tmp_path / "x.doc")]).exit_code == 1
    assert CliRunner().invoke(main, ["evaluate", str(gold), "b", "c"]).exit_code == 2


def test_hostile_words_are_shown_as_words(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> | " + DRIFT
    evaluation = thememiner.evaluate(
        write_jsonl(tmp_path / "g.jsonl", [{"id": "<b>", "text": text, "themes": []}])
    )
    assert "<script>" not in write_page(evaluation)
    assert "<script>" not in write_markdown(evaluation)
    assert "drift_delay" in write_text(evaluation)


def test_the_card_holds_figures_and_no_words(gold: Path, tmp_path: Path) -> None:
    card = tmp_path / "codebook" / "accuracy.json"
    done = CliRunner().invoke(main, ["evaluate", str(gold), "--card", str(card), "--name", "three sentences"])
    assert done.exit_code == 0, done.output
    accuracy = load_accuracy(card.parent)
    assert accuracy is not None
    assert (accuracy.n_passages, accuracy.n_readers, accuracy.reference) == (3, 2, "three sentences")
    assert accuracy.card("info_sharing").verdict == "not measured"
    assert accuracy.applies_to(accuracy.codebook)
    assert not accuracy.applies_to("another")
    assert "stepfather" not in card.read_text("utf-8")
    assert "3 passages coded by 2 readers" in accuracy.describe()


def test_figures_of_another_reference_stand_beside_the_first(gold: Path, tmp_path: Path) -> None:
    card = tmp_path / "accuracy.json"
    measure = ["evaluate", str(gold), "--card", str(card), "--name"]
    alone = CliRunner().invoke(main, [*measure, "cases", "--beside"])
    assert alone.exit_code != 0
    assert "without --beside" in alone.output
    assert not card.exists()
    for name, beside in (("inspections", False), ("cases", True), ("hearings", True), ("cases", True)):
        done = CliRunner().invoke(main, [*measure, name, *(["--beside"] if beside else [])])
        assert done.exit_code == 0, done.output
    accuracy = read_card(card)
    assert accuracy is not None
    assert accuracy.reference == "inspections"
    assert [one.reference for one in accuracy.beside] == ["hearings", "cases"]
    told = accuracy.describe()
    assert told.count("3 passages coded by 2 readers") == 3
    assert told.index("(inspections)") < told.index("(hearings)") < told.index("(cases)")


def test_figures_of_an_older_codebook_get_nothing_put_beside_them(gold: Path, tmp_path: Path) -> None:
    card = tmp_path / "accuracy.json"
    CliRunner().invoke(main, ["evaluate", str(gold), "--card", str(card)])
    accuracy = read_card(card)
    assert accuracy is not None
    card.write_text(card.read_text("utf-8").replace(accuracy.codebook, "0" * 12), "utf-8")
    before = card.read_bytes()
    done = CliRunner().invoke(main, ["evaluate", str(gold), "--card", str(card), "--beside"])
    assert done.exit_code != 0
    assert card.read_bytes() == before
    assert CliRunner().invoke(main, ["evaluate", str(gold), "--beside"]).exit_code == 2


def test_the_packaged_codebook_has_figures_of_its_own_themes() -> None:
    accuracy = load_accuracy()
    assert accuracy is not None
    assert accuracy.beside, "inspections and case reviews are read differently well"
    measured = [name for name, card in accuracy.themes.items() if card.verdict != "not measured"]
    assert len(measured) > 20
    assert accuracy.overall.f1.value is not None


def test_the_worked_example_of_the_documentation(report: Report) -> None:
    evaluation = thememiner.evaluate(report, Path(__file__).parents[2] / "docs" / "evaluate-example.csv")
    assert (evaluation.n_passages, evaluation.readers, evaluation.notes) == (5, ("Ada", "Bo"), ())
    # Ada has five codings, Bo these and two more.
    readers = row_of(evaluation.scores, level="micro", coding="Ada", reference="Bo")
    assert (readers.n_coded, readers.n_reference, readers.n_both) == (5, 7, 5)


def test_a_report_carries_the_figures_of_its_own_codebook_only(
    small_corpus: Path, gold: Path, tmp_path: Path
) -> None:
    book = tmp_path / "book"
    (book / "themes").mkdir(parents=True)
    (book / "themes" / "one.yaml").write_text(
        "- {id: housing, label: Housing, group: H, definition: Homes., cues: [house], examples: [A house.]}\n"
    )
    done = CliRunner().invoke(
        main, ["evaluate", str(gold), "--codebook", str(book), "--card", str(book / "accuracy.json")]
    )
    assert done.exit_code == 0, done.output
    first = thememiner.run(small_corpus, output=tmp_path / "out", codebook=book)
    accuracy = read_run_accuracy(first.run)
    assert accuracy is not None
    assert accuracy.n_passages == 3
    assert accuracy.describe() in (first.folder / "report.html").read_text("utf-8")
    with (book / "themes" / "one.yaml").open("a") as handle:
        handle.write(
            "- {id: roof, label: Roof, group: H, definition: Above., cues: [roof], examples: [A roof.]}\n"
        )
    changed = thememiner.run(small_corpus, output=tmp_path / "out", codebook=book)
    assert read_run_accuracy(changed.run) is None
    assert "Accuracy was not measured" in (changed.folder / "report.html").read_text("utf-8")
