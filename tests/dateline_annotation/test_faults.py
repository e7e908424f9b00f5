"""What goes wrong on a real server: after each fault a rerun completes, with nothing twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from dateline.document import Document, Event, Mention, Quote
from dateline.files import read_documents
from dateline_annotation.convert import results_of
from support.build import annotated, article
from support.needs import needs_label_studio
from support.studio import Desktop, Ran, desktop, project_of

pytestmark = [pytest.mark.labelstudio, pytest.mark.slow]

# More than two chunks of a push.
MANY = 450
ADA = annotated("Ada met Bo\n\nAda left.", 'm1 p1 "Ada" PERSON NAM e1', id="ada")
BO = annotated("Bo met Ada\n\nBo left.", 'm1 p1 "Bo" PERSON NAM e1', id="bo")
CY = annotated("Cy met Ada\n\nCy left.", 'm1 p1 "Cy" PERSON NAM e1', id="cy")
THREE = [ADA, BO, CY]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A server with the accounts of ann and ben."""
    needs_label_studio()
    found = desktop(tmp_path_factory.mktemp("faults"))
    _up(found)
    yield found
    found.run("down")


def _up(desk: Desktop) -> None:
    started = desk.up("ann,ben")
    assert started.status == 0, started.err


def _many(count: int) -> list[Document]:
    return [article(f"Title {n}\n\nBody {n}.", id=f"d{n:05}") for n in range(count)]


def _push(desk: Desktop, file: Path, round_: str, annotators: str = "ann,ben") -> Ran:
    return desk.run("push", file, "--round", round_, "--annotators", annotators)


def _pull(desk: Desktop, round_: str, out: Path) -> Ran:
    return desk.run("pull", "--round", round_, "--out", out)


def _assert_once_each(desk: Desktop, file: Path, round_: str, count: int) -> None:
    """A further push finds all of them there, and there are no more tasks than these."""
    again = _push(desk, file, round_)
    assert again.out.count(f"0 added, {count} there already") == 2, again
    lines = [line for line in desk.run("status").out.splitlines() if line.startswith(round_)]
    assert [line.split("\t")[2].split(":")[0] for line in lines] == [f"{count} tasks"] * 2


def _assert_told(ran: Ran, what: str) -> None:
    """A problem with a remedy, not a traceback."""
    assert ran.status == 2, ran
    assert what in ran.err
    assert "Traceback" not in ran.err


def _killed_at(desk: Desktop, words: str, command: str, *arguments: str | Path) -> Ran:
    """Run a command, and kill the server when it says a line with this in it."""
    program = str(Path(sys.executable).with_name("dateline"))
    with subprocess.Popen(
        [program, "annotate", command, *map(str, arguments), "--data", str(desk.data)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stderr is not None
        for line in running.stderr:
            if words in line:
                _kill(desk)
                break
        out, err = running.communicate()
    return Ran(running.returncode, out, err)


def _kill(desk: Desktop) -> None:
    os.killpg(desk.secrets()["pid"], signal.SIGKILL)


def _submit(desk: Desktop, round_: str, annotator: str, documents: Sequence[Document]) -> None:
    tasks = _tasks(desk, round_, annotator)
    with desk.client(annotator) as client:
        for document in documents:
            client.annotations.create(tasks[document.id], result=results_of(document))


def _tasks(desk: Desktop, round_: str, annotator: str) -> dict[str, int]:
    """The ids of an annotator's tasks, by document; each document is there once."""
    with desk.client(annotator) as client:
        project = project_of(client, round_, annotator)
        tasks: Iterable[Any] = list(client.tasks.list(project=project, page_size=1000))
    found = {task.data["document"]: task.id for task in tasks}
    assert len(found) == len(list(tasks))
    return found


def test_a_push_whose_server_is_killed_is_completed_by_the_next(
    desk: Desktop, tmp_path: Path
) -> None:
    file = desk.articles(tmp_path, _many(MANY))
    arguments = (file, "--round", "push", "--annotators", "ann,ben")
    _assert_told(_killed_at(desk, "ann: tasks 201", "push", *arguments), "server.silent")
    _assert_told(_push(desk, file, "push"), "dateline annotate up")
    _up(desk)
    assert _push(desk, file, "push").status == 0
    _assert_once_each(desk, file, "push", MANY)


def test_a_pull_whose_server_is_killed_leaves_the_old_file_and_nothing_half_written(
    desk: Desktop, tmp_path: Path
) -> None:
    file = desk.articles(tmp_path, [*THREE, *_many(MANY)])
    passes = tmp_path / "passes"
    assert _push(desk, file, "pull").status == 0
    _submit(desk, "pull", "ann", [ADA])
    assert _pull(desk, "pull", passes).status == 0
    old = _contents(passes)
    _submit(desk, "pull", "ann", [BO, CY])
    ran = _killed_at(desk, "pulling pull: ben", "pull", "--round", "pull", "--out", passes)
    _assert_told(ran, "server.silent")
    assert _contents(passes) == old
    _up(desk)
    assert _pull(desk, "pull", passes).status == 0
    assert read_documents(passes / "ann.jsonl", gold=True) == THREE


def _contents(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


class _Proxy(ThreadingHTTPServer):
    """Hands requests on to `target`; the answers to the first `lose` imports get lost."""

    def __init__(self, target: str, lose: int) -> None:
        super().__init__(("127.0.0.1", 0), _Forwarder)
        self.target, self.lose, self.imports = target, lose, 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Forwarder(BaseHTTPRequestHandler):
    server: _Proxy
    # Of one hop, or settled by the answer that is read whole here.
    OWN = ("host", "connection", "transfer-encoding", "content-encoding", "content-length")

    def _forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = httpx.request(
            self.command, self.server.target + self.path, content=body, timeout=60,
            headers=[one for one in self.headers.items() if one[0].lower() not in self.OWN],
        )  # fmt: skip
        if self.command == "POST" and "/import" in self.path:
            self.server.imports += 1
            if self.server.imports <= self.server.lose:
                self.close_connection = True
                return
        self.send_response(answer.status_code)
        for name, value in answer.headers.multi_items():
            if name.lower() not in self.OWN:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_PATCH = do_DELETE = _forward  # noqa: N815 - names of the base class

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _proxy(desk: Desktop, lose: int) -> Iterator[_Proxy]:
    with _Proxy(desk.secrets()["url"], lose) as proxy:
        Thread(target=proxy.serve_forever, daemon=True).start()
        with _changed(desk) as said:
            said["url"] = proxy.url
            _write_secrets(desk, said)
            yield proxy
        proxy.shutdown()


@contextmanager
def _changed(desk: Desktop) -> Iterator[Any]:
    """What `server.json` says, to be changed; it is put back at the end."""
    old = desk.secrets()
    try:
        yield desk.secrets()
    finally:
        _write_secrets(desk, old)


def _write_secrets(desk: Desktop, said: object) -> None:
    (desk.data / "server.json").write_text(json.dumps(said), encoding="utf-8")


def test_tasks_whose_answer_was_lost_are_sent_once_and_found_by_the_next_push(
    desk: Desktop, tmp_path: Path
) -> None:
    file = desk.articles(tmp_path, _many(MANY))
    with _proxy(desk, lose=1) as proxy:
        _assert_told(_push(desk, file, "lost"), "server.silent")
        assert proxy.imports == 1
        again = _push(desk, file, "lost")
    assert again.status == 0, again.err
    assert "ann: 250 added, 200 there already" in again.out
    _assert_once_each(desk, file, "lost", MANY)


def test_no_space_to_write_is_told_and_leaves_the_old_file(desk: Desktop, tmp_path: Path) -> None:
    file, passes = desk.articles(tmp_path, THREE), tmp_path / "passes"
    assert _push(desk, file, "space").status == 0
    _submit(desk, "space", "ann", [ADA])
    assert _pull(desk, "space", passes).status == 0
    old = _contents(passes)
    _submit(desk, "space", "ann", [BO, CY])
    _assert_told(_short_of_space(desk, "space", passes), "file.unwritable")
    assert _contents(passes) == old
    assert _pull(desk, "space", passes).status == 0
    assert read_documents(passes / "ann.jsonl", gold=True) == THREE


def _short_of_space(desk: Desktop, round_: str, out: Path) -> Ran:
    """Pull where no file may be longer than 1,024 bytes."""
    program = (str(Path(sys.executable).with_name("dateline")), "annotate", "pull")
    done = subprocess.run(
        ["/bin/bash", "-c", 'ulimit -f 1; exec "$@"', "bash", *program,
         "--round", round_, "--out", str(out), "--data", str(desk.data)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


def test_a_task_deleted_by_hand_comes_back_with_the_next_push(
    desk: Desktop, tmp_path: Path
) -> None:
    file, passes = desk.articles(tmp_path, THREE), tmp_path / "passes"
    assert _push(desk, file, "deleted").status == 0
    _submit(desk, "deleted", "ann", THREE)
    with desk.client("ann") as ann:
        ann.tasks.delete(id=str(_tasks(desk, "deleted", "ann")["bo"]))
    assert _pull(desk, "deleted", passes).status == 0
    assert read_documents(passes / "ann.jsonl", gold=True) == [ADA, CY]
    assert "ann: 1 added, 2 there already" in _push(desk, file, "deleted").out
    _submit(desk, "deleted", "ann", [BO])
    assert _pull(desk, "deleted", passes).status == 0
    assert read_documents(passes / "ann.jsonl", gold=True) == THREE
    _assert_once_each(desk, file, "deleted", 3)


def test_work_under_a_label_added_by_hand_is_listed_and_the_rest_delivered(
    desk: Desktop, tmp_path: Path
) -> None:
    file, passes = desk.articles(tmp_path, THREE), tmp_path / "passes"
    assert _push(desk, file, "label").status == 0
    task = _tasks(desk, "label", "ann")["bo"]
    unknown = {"id": "m1", "from_name": "ent", "to_name": "text", "type": "labels",
               "value": {"start": 0, "end": 2, "labels": ["DINOSAUR"]}}  # fmt: skip
    with desk.client("ann") as ann:
        project = project_of(ann, "label", "ann")
        config = ann.projects.get(project).label_config or ""
        added = config.replace("</Labels>", '<Label value="DINOSAUR"/></Labels>', 1)
        ann.projects.update(project, label_config=added)
        made = ann.annotations.create(task, result=[unknown])
    _submit(desk, "label", "ann", [ADA, CY])
    ran = _pull(desk, "label", passes)
    _assert_told(ran, "DINOSAUR")
    assert f"task={task}" in ran.err
    assert read_documents(passes / "ann.jsonl", gold=True) == [ADA, CY]
    with desk.client("ann") as ann:
        ann.annotations.update(made.id or 0, result=results_of(BO))
    ran = _pull(desk, "label", passes)
    _assert_told(ran, "ent: DINOSAUR is added")
    assert desk.run("restore", "--round", "label").status == 0
    assert _pull(desk, "label", passes).status == 0
    assert read_documents(passes / "ann.jsonl", gold=True) == THREE


def test_a_labelling_setup_broken_by_hand_costs_no_work_that_is_there(
    desk: Desktop, tmp_path: Path
) -> None:
    file, passes = desk.articles(tmp_path, THREE), tmp_path / "passes"
    assert _push(desk, file, "broken").status == 0
    bare = '<View><Text name="text" value="$text"/></View>'
    with desk.client("ann") as ann:
        ann.projects.update(project_of(ann, "broken", "ann"), label_config=bare)
    _submit(desk, "broken", "ann", THREE)
    _assert_once_each(desk, file, "broken", 3)
    ran = _pull(desk, "broken", passes)
    _assert_told(ran, "the field realis is missing")
    assert "/settings/labeling" in ran.err
    assert read_documents(passes / "ann.jsonl", gold=True) == THREE
    assert "put back" in desk.run("restore", "--round", "broken").out
    assert "as it should be" in desk.run("restore", "--round", "broken").out
    assert _pull(desk, "broken", passes).status == 0


def test_a_wrong_token_is_told_and_the_right_one_goes_on(desk: Desktop, tmp_path: Path) -> None:
    file = desk.articles(tmp_path, THREE)
    with _changed(desk) as said:
        said["admin"]["token"] = "0" * 40
        _write_secrets(desk, said)
        for ran in (_push(desk, file, "token"), _pull(desk, "token", tmp_path / "passes")):
            _assert_told(ran, "server.refused")
            assert "server.json" in ran.err
            assert "0" * 40 not in ran.err
    assert _push(desk, file, "token").status == 0
    _assert_once_each(desk, file, "token", 3)


def test_an_export_of_five_thousand_tasks_is_pulled(desk: Desktop, tmp_path: Path) -> None:
    file, passes = desk.articles(tmp_path, [*THREE, *_many(4997)]), tmp_path / "passes"
    begun = time.monotonic()
    ran = _push(desk, file, "large", "ann")
    assert "ann: 5000 added" in ran.out, ran
    pushed = time.monotonic()
    ran = _pull(desk, "large", passes)
    assert ran.status == 0
    assert "5000 untouched" in ran.out
    print(f"5,000 tasks: push {pushed - begun:.0f} s, pull {time.monotonic() - pushed:.0f} s")


TEXTS = {
    "non-breaking": "Head\n\n10\u00a0000 people\u202fsaw Ada\u00a0Lund\u00a0there.",
    "tabs": "Head\n\nColumn\tAda\tLund\t\tleft.",
    "right-to-left": "כותרת\n\nאמר Ada דנה ונסע ל חיפה. مرحبا Ada بك.",
    "leading-spaces": "   Head of  Ada\n\n  Ada    left.",
    "line-ends": "\n\nHead\n\n\nAda\nLund left.\n",
    "hidden": "\ufeffHead\n\nsoft\u00adhyphen Ada\u200b Lund\u2028next 👩🏽\u200d🚒.",
    "markup": "Head &amp; <b>\n\n<b>Ada</b> &lt; \\n “Lund” </Text> {{x}} $text",
}


def _covered(id_: str, text: str) -> Document:
    """A document with each character, and all of them, under a mention."""
    words = annotated(text, "", id=id_)
    places = [(at, at + 1) for at in range(len(text))] + [(0, len(text))]
    mentions = tuple(
        Mention(f"m{start}-{end}", start, end, "PERSON", "NAM", "e1") for start, end in places
    )
    quote = Quote("q", "direct", ((2, 5), (7, 9)), (5, 6), (mentions[0].id,))
    event = Event("v", (1, 4), "Consult", "planned", ())
    return replace(words, mentions=mentions, quotes=(quote,), events=(event,))


def test_texts_of_every_kind_come_back_with_every_character_where_it_was(
    desk: Desktop, tmp_path: Path
) -> None:
    covered = sorted((_covered(name, text) for name, text in TEXTS.items()), key=lambda d: d.id)
    file, passes = desk.articles(tmp_path, covered), tmp_path / "passes"
    assert _push(desk, file, "texts").status == 0
    _submit(desk, "texts", "ann", covered)
    ran = _pull(desk, "texts", passes)
    assert ran.status == 0, ran.err
    assert read_documents(passes / "ann.jsonl", gold=True) == covered


def test_windows_line_ends_are_refused_before_anything_is_sent(
    desk: Desktop, tmp_path: Path
) -> None:
    file = tmp_path / "articles.jsonl"
    windows = article("Head\n\nAda left.", id="crlf").bare()
    file.write_text(
        json.dumps(
            {
                "id": windows.id,
                "text": "Head\r\n\r\nAda left.",
                "source": {"tier": "core", "licence": "CC-BY-4.0"},
            }
        ),
        encoding="utf-8",
    )
    _assert_told(_push(desk, file, "windows"), "form.text-normal")
    assert "windows" not in desk.run("status").out
