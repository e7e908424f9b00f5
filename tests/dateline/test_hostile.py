"""Hostile files: whatever they hold, reading ends in an error, soon and in bounded memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dateline.document import Document, Mention
from dateline.files import MOST_ITEMS, check_documents, encode, read_documents
from dateline.lines import LARGEST_FILE, LONGEST_LINE, MOST_LINES
from dateline.problems import InvalidInput, Problem
from support.build import annotated

DATELINE = Path(sys.executable).parent / "dateline"
HEAD = b'{"id": "d1", '
MENTION = HEAD + b'"mentions": [{"id": "m1", "start": %s, "end": %s, "type": "PERSON"}]}'
GOOD = annotated("Ada met Bo\n\nThey left.", 'm1 p1 "Ada" PERSON NAM e1')

NO_NUMBERS = [b"NaN", b"Infinity", b"-Infinity", b"1e400", b"0.0", b"1e2", b"true", b"null", b'"1"',
              b"01", b"9" * 5_000, b"[]"]  # fmt: skip
FAR = [b"2147483648", b"9223372036854775808", b"18446744073709551616", b"9" * 400]

NO_DOCUMENTS = {
    "lone surrogate, escaped": HEAD + b'"title": "a\\ud800"}',
    "lone surrogate in the middle": HEAD + b'"title": "a\\ud800b"}',
    "lone low surrogate": HEAD + b'"title": "a\\udc00"}',
    "lone surrogate as bytes": HEAD + b'"title": "a\xed\xa0\x80"}',
    "overlong UTF-8": HEAD + b'"title": "\xc0\xaf"}',
    "no UTF-8": HEAD + b'"title": "\xff"}',
    "no UTF-8 in a key": HEAD + b'"\xff": 1}',
    "raw NUL in a string": HEAD + b'"title": "a\x00"}',
    "raw NUL before": b"\x00" + HEAD + b'"title": "a"}',
    "byte order mark in the middle": HEAD + b'\xef\xbb\xbf"title": "a"}',
    "two documents on a line": b'{"id": "d1"}{"id": "d2"}',
    "a list of documents": b'[{"id": "d1"}]',
    "old Macintosh line ends": b'{"id": "d1"}\r{"id": "d2"}',
    "trailing comma": b'{"id": "d1",}',
    "single quotes": b"{'id': 'd1'}",
    "comment": b'{"id": "d1"} // one',
    "deep lists": b"[" * 200_000,
    "deep closed lists": b"[" * 200_000 + b"]" * 200_000,
    "deep objects": b'{"id":' * 200_000,
    "deep where unknown": HEAD + b'"x": ' + b"[" * 900 + b"]" * 900 + b"}",
    "deep mentions": HEAD + b'"mentions": ' + b"[" * 200_000,
    "deep item": HEAD + b'"mentions": [' + b'{"id":' * 900 + b"1" + b"}" * 900 + b"]}",
}


def _problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as caught:
        read_documents(path, gold=False)
    return caught.value.problems


def _rules(tmp_path: Path, content: bytes, name: str = "p.jsonl") -> list[str]:
    path = tmp_path / name
    path.write_bytes(content)
    return [problem.rule for problem in _problems(path)]


@pytest.mark.parametrize("number", NO_NUMBERS, ids=lambda number: number[:12].decode())
def test_what_is_no_integer_is_no_offset(tmp_path: Path, number: bytes) -> None:
    assert _rules(tmp_path, MENTION % (number, b"3")) == ["form.shape"]
    assert _rules(tmp_path, MENTION % (b"0", number)) == ["form.shape"]


@pytest.mark.parametrize("number", FAR, ids=lambda number: number[:12].decode())
def test_an_offset_beyond_32_bits_is_refused_without_a_text_too(
    tmp_path: Path, number: bytes
) -> None:
    assert _rules(tmp_path, MENTION % (b"0", number)) == ["form.span-in-text"]
    assert _rules(tmp_path, MENTION % (b"-" + number, b"3")) == ["form.span-in-text"]


def test_the_last_offset_of_32_bits_is_one(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_bytes(MENTION % (b"0", b"2147483647"))
    assert len(read_documents(tmp_path / "p.jsonl", gold=False)) == 1


@pytest.mark.parametrize("content", NO_DOCUMENTS.values(), ids=NO_DOCUMENTS)
def test_what_is_no_document_is_one_problem_on_its_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(b"\n" + content + b"\n")
    assert {(problem.rule, problem.line) for problem in _problems(path)} == {("form.shape", 2)}
    assert all(len(str(problem)) < 500 for problem in _problems(path))


@pytest.mark.parametrize("field", ["text", "title"])
def test_a_text_has_no_nul(tmp_path: Path, field: str) -> None:
    content = HEAD + b'"%s": "a\\u0000b"}' % field.encode()
    assert _rules(tmp_path, content) == ["form.text-normal"]


def test_an_id_has_no_nul(tmp_path: Path) -> None:
    assert _rules(tmp_path, b'{"id": "d\\u0000"}') == ["form.document-id"]


REPEATED = {
    "id": b'{"id": "d0", "id": "d1"}',
    "mentions": HEAD + b'"mentions": [], "quotes": [], "mentions": []}',
    "sha256": HEAD + b'"source": {"sha256": "a", "tier": null, "sha256": "a"}}',
    "level": MENTION.replace(b'"start"', b'"level": null, "level": "NAM", "start"') % (b"0", b"3"),
    "role": HEAD + b'"mentions": [{"id": "m1", "start": 0, "end": 3, "type": "PERSON"}], "events": '
    b'[{"id": "v1", "trigger": [4, 7], "type": "Consult", "realis": "actual", "arguments": '
    b'[{"role": "place", "mention": "m1", "role": "participant"}]}]}',
}


@pytest.mark.parametrize("key", REPEATED)
def test_a_key_given_twice_is_named(tmp_path: Path, key: str) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(REPEATED[key])
    (problem,) = _problems(path)
    assert (problem.rule, problem.document, problem.field) == ("file.repeated-key", "d1", key)


@pytest.mark.parametrize(
    "content",
    [
        b'{"title": "a\\u003a\\u003A:", "id": "d0", "id": "d1"}',  # escaped colons hide lost ones
        b'{"\\u0069d": "d0", "id" : "d1"}',
        b'{"id": "::", "id": "d1"}',
    ],
)
def test_no_spelling_hides_a_key_given_twice(tmp_path: Path, content: bytes) -> None:
    assert "file.repeated-key" in _rules(tmp_path, content)


@pytest.mark.parametrize("title", ["a: b", "\\u003a", ":\\u003A", '\\":', '\\\\\\"id\\":1', "😀:"])
def test_colons_in_strings_are_no_keys(tmp_path: Path, title: str) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(f'{{ "title" : "{title}" ,\t"id"\t: "d1" }}', encoding="utf-8")
    assert check_documents(path, gold=False).problems.total == 0


@pytest.mark.parametrize(
    "begin",
    [b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"PAR1", b"BZh9", b"\xff\xfe{\x00", b"\xfe\xff\x00{"],
)
def test_a_file_of_another_format_is_one_problem(tmp_path: Path, begin: bytes) -> None:
    assert _rules(tmp_path, begin + b"\n\x00" * 1_000) == ["file.format"]


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert [problem.rule for problem in _problems(tmp_path / "pipe.jsonl")] == ["file.unreadable"]


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_refused(device: str) -> None:
    (problem,) = _problems(Path(device))
    assert (problem.rule, problem.file) == ("file.unreadable", device)


@pytest.mark.parametrize("name", ["p.jsonl", "p.json"])
def test_a_line_too_long_is_one_problem(tmp_path: Path, name: str) -> None:
    content = b'{"id": "' + b"a" * LONGEST_LINE + b'"}'
    assert _rules(tmp_path, content, name) == ["file.line-too-long"]


def test_after_a_line_too_long_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(b"a" * (3 * LONGEST_LINE) + b"\n{}\n" + encode(GOOD))
    checked = check_documents(path, gold=True)
    assert [(one.rule, one.line) for one in checked.problems] == [
        ("file.line-too-long", 1),
        ("form.shape", 2),
    ]
    assert checked.documents == [GOOD]


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.touch()
    os.truncate(path, LARGEST_FILE + 1)
    (problem,) = _problems(path)
    assert (problem.rule, problem.value) == ("file.too-large", f"{LARGEST_FILE + 1:,} bytes")


def test_more_items_than_a_document_may_have_are_refused(tmp_path: Path) -> None:
    content = HEAD + b'"mentions": [' + b'{"id":"","start":0,"end":0,"type":""},' * MOST_ITEMS
    content += b'{"id":"","start":0,"end":0,"type":""}]}'
    assert _rules(tmp_path, content) == ["file.too-many-items"]


def test_ids_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(b'{"id": "d\\u001b[2J\\n", "layers": ["\\u001b[1m"]}')
    shown = [str(problem) for problem in _problems(path)]
    assert len(shown) == 2
    assert all(line.isprintable() for line in shown)


# Heavy ones run apart, so that their memory can be told: by VmHWM, since `ru_maxrss` of a
# child begins with what its parent had.

READ = """
import re, sys
from pathlib import Path
from dateline.problems import InvalidInput, count_problems
from dateline.score.submission import read_submission
from dateline.files import read_documents
gold = read_documents(Path(sys.argv[2]), gold=True)
try:
    read_submission(Path(sys.argv[1]), gold)
except InvalidInput as error:
    print(count_problems(error.problems), *sorted({one.rule for one in error.problems}))
status = Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 1024)
"""


class Read(NamedTuple):
    problems: str
    megabytes: int
    seconds: float


def _read_apart(path: Path) -> Read:
    gold = path.with_name("gold.jsonl")
    gold.write_bytes(encode(GOOD))
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", READ, path, gold],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    problems, megabytes = done.stdout.splitlines()
    return Read(problems, int(megabytes), time.perf_counter() - begun)


def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 10**9)


def _sparse_under_the_limit(path: Path) -> None:
    path.touch()
    os.truncate(path, LARGEST_FILE)


def _million_mentions(path: Path) -> None:
    mention = b'{"id":"m%d","start":0,"end":3,"type":"PERSON"},'
    path.write_bytes(
        HEAD + b'"mentions": [' + b"".join(mention % number for number in range(10**6)) + b"{}]}"
    )


def _line_of_lists(path: Path) -> None:
    path.write_bytes(HEAD + b'"mentions": [' + b"[]," * (LONGEST_LINE // 3 - 50) + b"[]]}")


def _ten_million_broken_lines(path: Path) -> None:
    path.write_bytes(b"{\n" * 10**7)


def _blank(path: Path) -> None:
    path.write_bytes(b"\n" * 10**7)


def _problem_upon_problem(path: Path) -> None:
    mention = b'{"id":"","start":0,"end":0,"type":""}'
    line = HEAD + b'"mentions": [' + b",".join([mention] * 90_000) + b"]}\n"
    path.write_bytes(line * 20)


def _items_upon_items(path: Path) -> None:
    path.write_bytes((HEAD + b'"mentions": [' + b",".join([b"0"] * 500_000) + b"]}\n") * 20)


HEAVY: dict[Callable[[Path], None], str] = {
    _sparse: "1 file.too-large",
    _sparse_under_the_limit: "1 file.line-too-long",
    _million_mentions: "1 file.line-too-long",
    _line_of_lists: "1 form.shape",
    _ten_million_broken_lines: f"{MOST_LINES + 1} file.too-many-lines form.shape",
    _blank: "1 file.too-many-lines",
    _problem_upon_problem: "file.too-many-problems",
    _items_upon_items: "file.too-many-problems form.shape",
}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the memory")
@pytest.mark.parametrize("write", HEAVY, ids=lambda write: write.__name__)
def test_a_huge_file_ends_in_an_error_soon_and_in_bounded_memory(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    write(tmp_path / "p.jsonl")
    read = _read_apart(tmp_path / "p.jsonl")
    (tmp_path / "p.jsonl").unlink()
    print(read)
    assert HEAVY[write] in read.problems
    assert read.megabytes < 1_000
    assert read.seconds < 60  # a few, on a machine that does nothing else


def test_many_problems_are_shown_as_five_and_a_number(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_bytes(b"{}\n" * 12_345 + b'{"id": ""}\n')
    done = subprocess.run(
        [DATELINE, "validate", "--form-only", tmp_path / "p.jsonl"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    *listed, rest, other, total = done.stderr.splitlines()
    assert done.returncode == 2
    assert [line.split(":")[0] for line in listed] == [f"p.jsonl, line {n}" for n in range(1, 6)]
    assert rest == "p.jsonl: form.shape: … and 12,340 more"
    assert "form.document-id" in other
    assert total == "dateline: 12,346 problems; dateline --all-problems … lists them"


def _typical(number: int) -> Document:
    """An article of 3 kB with sixty mentions."""
    text = f"Title {number}\n\n" + "Ada Lund met “Łódź” on Tuesday, said she. " * 70
    places = range(9, 9 + 60 * 42, 42)
    mentions = [
        Mention(f"m{place}", place, place + 8, "PERSON", "NAM", f"e{place % 9}") for place in places
    ]
    return Document(
        id=f"d{number}", title=f"Title {number}", text=text, mentions=tuple(mentions)
    ).with_hash()


@pytest.mark.parametrize("writer", [encode, lambda one: json.dumps(json.loads(encode(one)))])
def test_a_thousand_articles_are_read_and_checked_in_a_second(
    tmp_path: Path, writer: Callable[[Document], bytes | str]
) -> None:
    lines = [writer(_typical(number)) for number in range(300)]
    encoded = [line if isinstance(line, bytes) else line.encode() for line in lines]
    (tmp_path / "p.jsonl").write_bytes(b"\n".join(encoded))

    def seconds() -> float:
        begun = time.perf_counter()
        assert len(read_documents(tmp_path / "p.jsonl", gold=False)) == 300
        return time.perf_counter() - begun

    # The best of several: the machine may be busy with other tests. It takes a fifth of it.
    assert min(seconds() for _ in range(5)) < 300 / 1_000


def test_an_exception_holds_no_more_than_is_kept() -> None:
    def endless() -> Iterator[Problem]:
        for number in range(50_000):
            yield Problem(rule="some.rule", remedy="mend it", line=number)

    error = InvalidInput(endless())
    assert len(error.problems) == 1_001
    assert error.problems[-1].more == 49_000
    assert InvalidInput(error.problems).problems == error.problems
    assert str(error).splitlines()[-1] == "some.rule: … and 49,995 more"
