"""Systems that read raw pages: right in the article is right, all around it is spurious."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from dateline.document import Argument, Document, Event, Mention, Quote, Source, Span, sha256_of
from dateline.files import read_documents, write_documents
from dateline.ingest.article import whole_pages
from dateline.problems import InvalidInput
from dateline.score import evaluate
from dateline.score.evaluation import Evaluation
from dateline.score.raw import RawPage, read_pages
from dateline.score.scoring import Request, score_file
from dateline_baselines.discover import make_system
from dateline_baselines.running import predict_articles
from support.build import annotated

DATA = Path(__file__).parents[3] / "data"
PAGES = DATA / "articles" / "core" / "pages"

GOLD = annotated(
    "Ada met Bo\n\n“No one left,” Ada said.",
    """
    m1 p1 "Ada" PERSON NAM e1
    m2 p1 "Bo" PERSON NAM e2
    m3 p2 "Ada" PERSON NAM e1
    q1 p2 "“No one left,”" direct cue p2 "said" speaker m3
    v1 p1 "met" Consult actual participant=m1 participant=m2
    """,
)
# The title, a line of Cy's, the paragraph.
TEXT = "Home\nAda met Bo\nRead Cy\n“No one left,” Ada said.\nShare"
PAGE = RawPage(GOLD, TEXT, ((5, 15, 0), (24, 48, 12)))


def _on_page(page: RawPage, document: Document) -> Document:
    """The same annotation in the page's offsets, each span within one piece."""

    def moved(span: Span) -> Span:
        for begin, end, to in page.pieces:
            if to <= span[0] and span[1] <= to + end - begin:
                return span[0] - to + begin, span[1] - to + begin
        raise AssertionError(span)

    def mention(one: Mention) -> Mention:
        start, end = moved(one.span)
        return replace(one, start=start, end=end)

    return replace(
        document,
        title=None,
        text=None,
        source=Source(sha256=sha256_of(page.text)),
        mentions=tuple(map(mention, document.mentions)),
        quotes=tuple(
            replace(one, content=tuple(map(moved, one.content)), cue=one.cue and moved(one.cue))
            for one in document.quotes
        ),
        events=tuple(replace(one, trigger=moved(one.trigger)) for one in document.events),
    )


def _scored(prediction: Document) -> Evaluation:
    return evaluate([PAGE.extended()], [PAGE.projected(prediction)], resamples=0)


def test_gold_on_its_own_pages_is_right_in_every_metric(tmp_path: Path) -> None:
    gold = read_documents(DATA / "gold" / "core.jsonl", gold=True)
    found = [_on_page(page, page.gold) for page in read_pages(gold, PAGES)]
    write_documents(tmp_path / "found.jsonl", found)
    request = Request(
        predictions=tmp_path / "found.jsonl", gold=DATA / "gold" / "core.jsonl",
        input="raw", pages=PAGES,
    )  # fmt: skip
    metrics = score_file(request).evaluation.metrics
    assert {name: one.f1 for name, one in metrics.items()} == dict.fromkeys(metrics, 1.0)


def test_a_name_in_the_furniture_is_spurious() -> None:
    found = _on_page(PAGE, GOLD)
    cy = Mention("x", 21, 23, "PERSON", "NAM", "e9")
    strict = _scored(replace(found, mentions=(*found.mentions, cy))).metrics["entities.strict"]
    assert (strict.p_num, strict.p_den) == (3, 4)


def test_a_name_that_reaches_out_of_its_piece_is_spurious_and_matches_nothing() -> None:
    found = _on_page(PAGE, GOLD)
    wide = replace(found.mentions[1], end=20)  # "Bo\nRead"
    metrics = _scored(replace(found, mentions=(found.mentions[0], wide, found.mentions[2]))).metrics
    assert metrics["entities.strict"].p_num == 2
    assert metrics["entities.partial"].p_num == 2


@pytest.mark.parametrize(("begin", "right"), [(24, 1), (21, 0), (23, 1)])
def test_letters_outside_the_pieces_count_in_a_quotes_content(begin: int, right: int) -> None:
    """The quote has 9 letters: with the 2 of "Cy" Dice is 18/20 = 0.9, with more it is less."""
    found = _on_page(PAGE, GOLD)
    (quote,) = found.quotes
    longer = replace(quote, content=((begin, quote.content[0][1]),))
    expected = 1 if begin == 21 else right
    assert _scored(replace(found, quotes=(longer,))).metrics["quotes.content"].p_num == expected
    exact = _scored(replace(found, quotes=(longer,))).metrics["quotes.content_exact"].p_num
    assert exact == right


def test_a_trigger_and_its_filler_in_the_furniture_are_spurious() -> None:
    cy = Mention("x", 21, 23, "PERSON", "NAM", "e9")
    read = Event("w", (16, 20), "Consult", "actual", (Argument("participant", "x"),))
    found = _on_page(PAGE, GOLD)
    more = replace(found, mentions=(*found.mentions, cy), events=(*found.events, read))
    arguments = _scored(more).metrics["events.arguments"]
    assert (arguments.p_num, arguments.p_den, arguments.r_den) == (2, 3, 2)


def test_a_quote_over_two_pieces_is_cut_at_their_edges() -> None:
    quote = Quote("q", "direct", ((5, 29),))
    (projected,) = PAGE.projected(replace(_on_page(PAGE, GOLD), quotes=(quote,))).quotes
    behind = len(GOLD.text or "") + 1
    assert projected.content == ((0, 10), (12, 17), (behind + 15, behind + 24))


def test_predictions_over_the_clean_text_are_refused(tmp_path: Path) -> None:
    gold = DATA / "gold" / "core.jsonl"
    with pytest.raises(InvalidInput, match=r"submission\.other-text"):
        score_file(Request(predictions=gold, gold=gold, input="raw", pages=PAGES))


def test_every_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    gold = read_documents(DATA / "gold" / "core.jsonl", gold=True)
    with pytest.raises(InvalidInput) as caught:
        read_pages(gold, tmp_path)
    assert [one.document for one in caught.value.problems] == [one.id for one in gold]


def test_a_map_of_another_article_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d1.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "d1.map.json").write_text("[[0, 10, 0]]", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"raw\.other-page"):
        read_pages([GOLD], tmp_path)


def test_a_system_that_reads_whole_pages_is_scored_on_them(tmp_path: Path) -> None:
    """From the page to the score, without ingest: what the rules find in furniture is spurious."""
    gold = read_documents(DATA / "gold" / "core.jsonl", gold=True)
    known = {document.id for document in gold}
    paths = [path for path in sorted(PAGES.iterdir()) if path.stem in known]
    found = list(predict_articles(make_system("rules"), whole_pages(paths, Source()), []))
    write_documents(tmp_path / "raw.jsonl", found)
    write_documents(tmp_path / "clean.jsonl", predict_articles(make_system("rules"), gold, []))
    both = [
        score_file(
            Request(predictions=tmp_path / f"{name}.jsonl", gold=DATA / "gold" / "core.jsonl",
                    input=name, pages=PAGES)
        ).evaluation.metrics["entities.strict"]
        for name in ("raw", "clean")
    ]  # fmt: skip
    raw, clean = both
    assert raw.r_den == clean.r_den
    assert (raw.p_den or 0) > (clean.p_den or 0)
    assert (raw.p_num or 0) > 0.9 * (clean.p_num or 0)
