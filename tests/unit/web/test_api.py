"""The library for other programs: what they get, what they may do, and what they are refused."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from importing import meet
from meishi.domain.contact import Contact, PersonName
from meishi.errors import UsageError
from meishi.web.guard import MAX_BODY_BYTES
from meishi.web.tokens import Tokens
from patience import wait_until
from web_site import running, said_at_last


@pytest.fixture
def program(site):
    with site.program() as client:
        yield client


def problem_of(answer):
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["detail"]
    return problem


def wait_until_imported(program):
    progress = {}

    def is_imported():
        progress.update(program.get("/import").json())
        return not progress["waiting"] or progress["trouble"]

    wait_until(is_imported, or_else=progress)
    return progress


def test_programs_get_what_the_commands_print(site, program):
    store = site.library.store
    assert program.get("/contacts").json() == [json.loads(one.model_dump_json()) for one in store.contacts()]
    assert program.get("/contacts/1").json() == json.loads(store.contact(1).model_dump_json())
    assert [one["id"] for one in program.get("/contacts", params={"limit": 1, "offset": 1}).json()] == [2]
    assert [one["id"] for one in program.post("/contacts/search", json={"query": "鈴木"}).json()] == [2]
    assert program.post("/contacts/search", json={"company": "山田", "offset": 1}).json() == []
    assert [one["id"] for one in program.post("/contacts/search", json={"met_at": "展示"}).json()] == [1, 2]


def test_what_is_private_is_given_by_its_own_name_alone(site, program):
    program.post("/contacts/1/postcard", json={"step": "write", "good": "とても率直", "message": ["ありがとう"]})
    program.post("/contacts/1/follow-up", json={"step": "done", "note": "ひみつの話"})
    for path in ("/contacts", "/contacts/1", "/contacts/1/history", "/today", "/postcards", "/follow-ups"):
        said = program.get(path).text
        assert not {"とても率直", "ありがとう", "ひみつの話"} & {
            word for word in ("とても率直", "ありがとう", "ひみつの話") if word in said
        }
    private = program.get("/contacts/1/private").json()
    assert private["notes"][0]["said"] == "ひみつの話"
    assert private["postcards"][0]["good"] == "とても率直"
    find = program.post("/finds", json={"what": "率直な話", "why": "ひみつのわけ"})
    for said in (find, program.get("/finds"), program.get(f"/finds/{find.json()['id']}/matches")):
        assert "ひみつのわけ" not in said.text
    assert program.get(f"/finds/{find.json()['id']}/private").json()["find"]["why"] == "ひみつのわけ"


def test_what_a_program_changes_is_in_the_journal_and_can_be_taken_back(site, program):
    edited = program.patch("/contacts/1", json={"set": {"company": "新しい会社", "emails.+": "h@example.jp"}})
    assert edited.json()["contact"]["company"] == "新しい会社"
    assert program.get("/contacts/1/history").json()[0]["by"] == "me"
    assert program.post("/undo", json={"contact_id": 1}).json()["kind"] == "corrected"
    assert program.get("/contacts/1").json()["contact"]["company"] == "山田商店"

    assert program.patch("/contacts/1", json={"confirm": ["company"]}).json()["checked"]["values"]
    posted = program.post("/contacts/1/postcard", json={"step": "post", "on": "2026-11-23"})
    assert posted.json()["postcards"][0]["state"] == "posted"
    change = program.get("/contacts/1/history").json()[0]["id"]
    program.post("/undo", json={"change_id": change})
    assert program.get("/contacts/1").json()["postcards"][0]["state"] == "to-write"


@pytest.mark.parametrize("step", ["done", "skip", "snooze"])
def test_a_follow_up_is_noted_and_the_next_one_planned(site, program, step):
    site.now += timedelta(days=60)
    due = program.get("/follow-ups", params={"days": 31}).json()
    assert {one["contact_id"] for one in due} == {1, 2}
    after = program.post("/contacts/1/follow-up", json={"step": step, "days": 10}).json()
    (open_one,) = [one for one in after["follow_ups"] if one["state"] == "scheduled"]
    assert open_one["due_on"] > f"{site.now.date()}"


def test_steps_that_several_programs_take_at_once_are_all_taken(site, program):
    def snooze(days):
        return program.post("/contacts/1/follow-up", json={"step": "snooze", "days": days}).status_code

    with ThreadPoolExecutor(4) as programs:
        assert set(programs.map(snooze, range(1, 13))) == {200}
    assert len([change for change in site.library.store.history(1) if "put off" in change.summary]) > 1


def test_postcards_are_listed_by_state_and_the_day_is_told(site, program):
    assert [one["contact_id"] for one in program.get("/postcards").json()] == [1, 2]
    program.post("/contacts/1/postcard", json={"step": "post"})
    assert [one["contact_id"] for one in program.get("/postcards").json()] == [2]
    assert [one["contact_id"] for one in program.get("/postcards", params={"state": "posted"}).json()] == [1]
    assert program.get("/today").json()["coverage"]["met"] == 2


def test_finds_are_kept_matched_and_forgotten(site, program):
    find = program.post("/finds", json={"what": "山田商店の話 https://example.jp/a", "why": "面白い", "tags": ["店"]})
    assert find.status_code == 201
    assert find.json()["find"]["url"] == "https://example.jp/a"
    matches = program.get(f"/finds/{find.json()['id']}/matches").json()
    assert [one["match"]["contact_id"] for one in matches["people"]] == [1]
    assert len(program.get("/finds").json()) == 1
    assert program.delete(f"/finds/{find.json()['id']}").status_code == 204
    assert program.get("/finds").json() == []


def test_pictures_are_sent_in_and_asked_after(site, program):
    sent = program.post(
        "/import",
        files=[("pictures", ("佐藤.jpg", b"one")), ("pictures", ("伊藤.jpg", b"two"))],
        data={"met_at": "展示会", "met_on": "2026-11-20", "tags": ["fair", "fair"]},
    )
    assert sent.status_code == 202
    progress = wait_until_imported(program)
    assert progress["trouble"] is None
    arrival = program.get(f"/import/{sent.json()[0]['key']}").json()
    contact = program.get(f"/contacts/{arrival['outcome']['contacts'][0]['id']}").json()
    assert contact["encounters"][0]["encounter"] == {"met_on": "2026-11-20", "met_at": "展示会", "tags": ["fair"]}
    assert str(site.importer.inbox._folder) not in json.dumps(arrival)
    assert problem_of(program.get("/import/..%2f..%2fweb-tokens.json"))["status"] == 404
    for day in ("2026-11-25", "9999-12-31", "0001-01-01"):
        refused = program.post("/import", files={"pictures": ("a.jpg", b"x")}, data={"met_on": day})
        assert "nobody was met" in problem_of(refused)["detail"]


def test_what_makes_no_sense_is_refused_with_a_reason_and_a_hint(program):
    for answer, status in (
        (program.get("/contacts/99"), 404),
        (program.get("/nothing"), 404),
        (program.get("/contacts/1%0A"), 404),
        (program.put("/contacts"), 405),
        (program.patch("/contacts/1", json={}), 400),
        (program.patch("/contacts/1", json={"set": {"nonsense": "x"}}), 400),
        (program.post("/contacts/1/postcard", json={"step": "answer"}), 409),
        (program.post("/contacts/1/postcard", json={"step": "write", "message": list("abcd")}), 400),
        (program.get(f"/contacts/{10**30}"), 400),
    ):
        assert answer.status_code == status
        problem_of(answer)
    problem = problem_of(program.patch("/contacts/1", json={"set": {"company": "山田" * 2000}}))
    assert problem["status"] == 422
    assert problem["errors"][0].startswith("body.set.company")
    assert "山田" not in json.dumps(problem, ensure_ascii=False)


def test_without_a_known_token_nothing_is_told_not_even_what_there_is(site, reader):
    with site.stranger() as stranger:
        for path in ("/api", "/api/", "/api/contacts", "/api/openapi.json", "/api/nothing"):
            for header in (
                {},
                {"Authorization": "Bearer x"},
                {"Authorization": "Basic x"},
                {"Authorization": "Bearer"},
            ):
                answer = stranger.get(path, headers=header)
                assert answer.status_code == 401
                assert answer.headers["www-authenticate"] == "Bearer"
                assert "山田" not in answer.text
            site.app._guesses._done.clear()
    # A browser that is in is no program, and the other way round.
    assert reader.get("/api/contacts").status_code == 401
    assert problem_of(reader.patch("/api/contacts/1", json={"confirm_all": True}))["status"] == 401
    with site.program() as program:
        assert program.get(f"{site.address}/contacts").status_code == 401


def test_who_guesses_tokens_is_told_to_wait_while_who_has_one_goes_on(site, program):
    with site.stranger() as thief:
        answers = [thief.get("/api/contacts", headers={"Authorization": f"Bearer {n}"}) for n in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 60
    assert program.get("/contacts").status_code == 200


def test_a_call_needs_no_origin_but_the_right_host(site, program):
    assert program.post("/contacts/search", json={}).status_code == 200
    refused = program.get("/contacts", headers={"Host": "evil.example"})
    assert problem_of(refused)["status"] == 421
    assert (
        "access-control-allow-origin" not in program.get("/contacts", headers={"Origin": "https://a.example"}).headers
    )


def test_a_token_that_is_taken_away_is_refused_at_once(site, program):
    assert program.get("/contacts").status_code == 200
    site.tokens.remove("program 0")
    assert program.get("/contacts").status_code == 401


@pytest.mark.parametrize("whose", ["library", "token"])
def test_what_is_for_reading_only_is_read_and_not_changed(tmp_path, whose):
    with (
        running(tmp_path / "library", read_only=whose == "library") as site,
        site.program(read_only=whose == "token") as program,
    ):
        meet(site.library, tmp_path, Contact(name=PersonName(full="山田 花子")))
        before = site.library.store.contacts()
        assert program.get("/contacts/1").status_code == 200
        assert program.post("/contacts/search", json={"query": "山田"}).json()
        for method, path, body in (
            ("PATCH", "/contacts/1", {"set": {"company": "x"}}),
            ("POST", "/undo", {}),
            ("POST", "/contacts/1/postcard", {"step": "post"}),
            ("POST", "/contacts/1/follow-up", {"step": "done"}),
            ("POST", "/finds", {"what": "x"}),
            ("DELETE", "/finds/1", None),
        ):
            assert "reading only" in problem_of(program.request(method, path, json=body))["detail"]
        assert problem_of(program.post("/import", files={"pictures": ("a.jpg", b"x")}))["status"] == 403
        # What was missed gets its new day from whoever may change something.
        site.now += timedelta(days=365)
        assert program.get("/today").json()["due"]
        assert site.library.store.contacts() == before
        assert site.importer.inbox.arrivals() == []


def test_what_is_too_large_is_a_problem_too(program):
    answer = program.post("/contacts/search", json={"query": "x" * MAX_BODY_BYTES})
    assert problem_of(answer)["status"] == 413
    assert problem_of(answer)["hint"]


def test_the_document_names_every_way_and_the_token(program):
    document = program.get("/openapi.json").json()
    assert document["openapi"].startswith("3.")
    for ways in document["paths"].values():
        for way in ways.values():
            assert way["security"] == [{"token": []}]
            assert "application/problem+json" in way["responses"]["4XX"]["content"]
    assert document["servers"] == [{"url": "/api"}]


def test_a_token_is_kept_as_a_digest_and_named_once(tmp_path, site):
    tokens = Tokens(tmp_path)
    word = tokens.add("backup", now=site.now).token
    file = tmp_path / "web-tokens.json"
    assert word not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert Tokens(tmp_path).known(word).name == "backup"
    for name in ("backup", "", " x", "a\nb", "x" * 61):
        with pytest.raises(UsageError):
            tokens.add(name, now=site.now)
    tokens.remove("backup")
    assert tokens.known(word) is None
    with pytest.raises(UsageError):
        tokens.remove("backup")
    file.write_text("nonsense")
    assert tokens.known(word) is None


def test_a_failure_that_nobody_foresaw_is_told_as_a_bug_and_noted_with_its_place(site, program, capfd):
    api = next(route.app for route in site.app.app.routes if getattr(route, "path", None) == "/api")

    def fail():
        raise KeyError("山田 花子")

    api.get("/fails")(fail)
    assert problem_of(program.get("/fails"))["detail"].startswith("This is a bug")
    said = said_at_last(capfd)
    assert "KeyError in " in said
    assert "test_api.py" in said
    assert "山田" not in said


def test_a_list_goes_on_as_far_as_anybody_wants(program):
    for answer in (
        program.get("/contacts", params={"offset": 10**9}),
        program.post("/contacts/search", json={"company": "山田", "offset": 10**9}),
    ):
        assert answer.json() == []
    assert program.post("/contacts/search", json={"offset": 10**30}).status_code == 422
