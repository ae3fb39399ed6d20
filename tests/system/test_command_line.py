"""The commands as a user types them, with the real Tesseract."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from bad_files import write_bad_files
from command import meishi, meishi_program
from drawn_cards import draw_card, put_code
from meishi.domain.reading import CardReading
from meishi.errors import ExitCode

DEMO = Path(__file__).parents[2] / "samples" / "demo"
SCAN = DEMO / "09-scan.jpg"

pytestmark = pytest.mark.needs("tesseract")


def meishi_reading(*arguments, **more):
    return meishi_program(*arguments, **{"MEISHI_ENGINE": "tesseract", **more})


def records(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def bad_files(tmp_path):
    return write_bad_files(tmp_path)


def test_bad_files_get_a_clear_line_each_and_the_card_beside_them_is_read(bad_files, tmp_path):
    card = tmp_path / "名刺 スキャン 1.jpg"
    card.write_bytes(SCAN.read_bytes())
    result = meishi_reading("read", "--json", *bad_files, card)
    assert result.returncode == ExitCode.BATCH_INCOMPLETE
    (record,) = records(result)
    reading = CardReading.model_validate(record)
    assert reading.file == str(card)
    assert reading.contact.name.full
    assert "Traceback" not in result.stderr
    for file, word in bad_files.items():
        lines = [line for line in result.stderr.splitlines() if str(file) in line]
        assert len(lines) == 1, (file, result.stderr)
        assert word in lines[0]


def test_one_bad_file_alone_is_a_rejected_card(bad_files):
    assert meishi_reading("read", next(iter(bad_files))).returncode == ExitCode.CARD_REJECTED
    assert meishi("read", "not-there.jpg").returncode == ExitCode.CARD_REJECTED


@pytest.fixture
def as_anybody():
    """What to write before a command so that it may read only what it was given rights to."""
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root may read every folder, and setpriv is not there to take that away")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@pytest.mark.parametrize("command", ["import", "read"])
def test_a_folder_without_read_permission_does_not_stop_the_others(tmp_path, as_anybody, command):
    closed, card = tmp_path / "closed", tmp_path / "card.jpg"
    closed.mkdir(mode=0)
    card.write_bytes(SCAN.read_bytes())
    result = meishi_reading(command, closed, card, "--json", before=as_anybody)
    closed.chmod(0o700)
    assert result.returncode == ExitCode.BATCH_INCOMPLETE
    assert str(closed) in result.stderr
    assert len(records(result)) == 1


def test_from_picture_to_tasks_and_a_second_time_nothing(tmp_path):
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name in ("09-scan.jpg", "10-scan-both-sides.pdf"):
        (pictures / name).write_bytes((DEMO / name).read_bytes())
    first = meishi_reading("import", pictures, "--met-at", "展示会", "--met-on", "2026-11-20", "--tag", "expo")
    assert first.returncode == ExitCode.OK, first.stderr
    assert "new: 2" in first.stdout
    found = records(meishi("contacts", "--json"))
    assert len(found) == 2
    for record in found:
        assert len(record["postcards"]) == len(record["follow_ups"]) == 1
        assert record["encounters"][0]["encounter"] == {"met_on": "2026-11-20", "met_at": "展示会", "tags": ["expo"]}
    assert len({record["follow_ups"][0]["due_on"] for record in found}) == 2
    (agenda,) = records(meishi("today", "--json"))
    assert agenda["coverage"]["met"] == 2
    assert "known already: 2" in meishi("import", pictures).stdout
    shown = meishi("show", str(found[0]["id"]))
    assert found[0]["contact"]["name"]["full"] in shown.stdout


def test_a_value_is_put_right_listed_and_taken_back():
    assert meishi_reading("import", SCAN).returncode == ExitCode.OK
    (found,) = records(meishi("contacts", "--json"))
    (edited,) = records(meishi("edit", found["id"], "--set", "company=山田商店", "--set", "titles.+=弁理士", "--json"))
    assert edited["contact"]["company"] == "山田商店"
    assert edited["contact"]["titles"][-1] == "弁理士"
    (change,) = records(meishi("history", found["id"], "--json"))
    assert change["details"]["corrections"][0]["was"] == found["contact"]["company"]
    assert meishi("edit", found["id"], "--set", "shoe size=42").returncode == ExitCode.USAGE
    assert "taken back" in meishi("undo", "--contact", found["id"]).stdout
    (again,) = records(meishi("contacts", "--json"))
    assert again["contact"] == found["contact"]
    assert meishi("undo").returncode == ExitCode.USAGE


def test_asking_for_a_contact_that_is_not_there_says_where_to_look():
    result = meishi("show", "7")
    assert result.returncode == ExitCode.USAGE
    assert "meishi contacts" in result.stderr


def test_the_review_screen_asks_for_a_terminal_and_says_what_works_without():
    result = meishi("review")
    assert result.returncode == ExitCode.USAGE
    assert "meishi contacts --needs-review" in result.stderr


def test_a_setting_that_cannot_be_used_is_named():
    result = meishi("read", SCAN, MEISHI_ENGINE="crystal ball")
    assert result.returncode == ExitCode.SETUP
    assert "MEISHI_ENGINE" in result.stderr


@pytest.mark.parametrize("debug", ["0", "1"])
def test_what_nobody_foresaw_ends_with_one_and_shows_its_place_only_when_asked(meishi_home, debug):
    script = "import meishi.wiring as w; w.open_store = lambda _: 1 / 0; from meishi.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", script, "contacts"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MEISHI_DEBUG": debug},
    )
    assert result.returncode == ExitCode.BUG
    assert "ZeroDivisionError" in result.stderr
    assert ("Traceback" in result.stderr) == (debug == "1")


def test_a_missing_tesseract_is_said_with_what_to_install(tmp_path):
    result = meishi_reading("read", SCAN, PATH=str(tmp_path))
    assert result.returncode == ExitCode.SETUP
    assert "install" in result.stderr.lower()


def test_evaluate_counts_what_came_out_right(tmp_path):
    truth = [json.loads(line) for line in (DEMO / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = [json.dumps(card) for card in truth if card["file"] == SCAN.name]
    (tmp_path / "truth.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / SCAN.name).write_bytes(SCAN.read_bytes())
    (evaluation,) = records(meishi_reading("evaluate", tmp_path, "--json"))
    assert evaluation["cards"] == 1
    assert evaluation["overall"]["right"] >= 5


def test_help_answers_without_loading_anything_heavy():
    script = (
        "import sys; sys.argv[1:] = ['--help']\n"
        "from meishi.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "heavy = {'cv2', 'numpy', 'sqlalchemy', 'pytesseract', 'PIL', 'pydantic', 'textual', 'watchfiles'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"
    for command in (
        "read",
        "import",
        "watch",
        "review",
        "contacts",
        "show",
        "edit",
        "merge",
        "split",
        "history",
        "undo",
        "backup",
        "restore",
        "check",
        "forget",
        "today",
        "doctor",
        "evaluate",
    ):
        assert command in result.stdout


def test_code_of_a_card_is_read_checked_with_the_print_and_drawn(tmp_path):
    pytest.importorskip("segno", reason="the sample generator's packages are not installed")
    code = "MECARD:N:Meishi,Taro;TEL:+81-3-1234-5678;EMAIL:taro@meishi.com;URL:https://meishi.com;;"
    rows = (("Meishi Trading Co. Ltd.", 110, 1.5), ("Taro Meishi", 240, 2.4), ("Sales Manager", 310, 1.2))
    card, folder = tmp_path / "coded.png", tmp_path / "stations"
    Image.fromarray(put_code(draw_card(rows=rows), code)).save(card)
    (record,) = records(meishi_reading("read", "--json", "--debug-folder", folder, card))
    reading = CardReading.model_validate(record)
    assert reading.codes == (code,)
    assert reading.contact.name.full == "Taro Meishi"
    assert [phone.number for phone in reading.contact.phones] == ["+81-3-1234-5678"]
    assert reading.contact.emails == ("taro@meishi.com",)
    assert [file.name for file in sorted(folder.iterdir())] == [
        "001-coded-p01-c00-found.jpg",
        "001-coded-p01-c01-1-card.jpg",
        "001-coded-p01-c01-2-lines.jpg",
        "001-coded-p01-c01-3-fields.jpg",
    ]


def test_learning_from_nothing_says_what_it_takes(tmp_path):
    learned = meishi("learn", MEISHI_HOME=str(tmp_path))
    assert learned.returncode == ExitCode.USAGE
    assert "too few" in learned.stderr
    assert "meishi review" in learned.stderr
    assert meishi("learn", "--undo", MEISHI_HOME=str(tmp_path)).returncode == ExitCode.USAGE


def test_cards_are_read_by_what_came_with_meishi_where_what_was_learned_is_damaged(tmp_path):
    damaged = tmp_path / "learned" / "0001"
    damaged.mkdir(parents=True)
    (damaged / "field_labeller.npz").write_bytes(b"damaged")
    (damaged / "metrics.json").write_text('{"sha256": "0"}')
    read = meishi_reading("read", SCAN, "--json", MEISHI_HOME=str(tmp_path))
    assert read.returncode == ExitCode.OK
    assert records(read)[0]["contact"]["name"]["full"]
    assert "meishi learn" in read.stderr
