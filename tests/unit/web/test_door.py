"""Who may come in, how, and how often they may try."""

import re
import stat
from datetime import timedelta

import httpx
import pytest

from meishi.web import door
from meishi.web.doorkeeper import Doorkeeper
from web_site import csrf_of, running, submit


def test_a_stranger_sees_the_door_and_nothing_behind_it(site):
    with site.stranger() as stranger:
        for path in ("/", "/contacts", "/contacts/1", "/contacts/1/log", "/contacts/1/cards/1/small.jpg"):
            answer = stranger.get(path)
            assert answer.status_code == 401
            assert "山田" not in answer.text


def test_every_way_but_the_door_and_the_style_is_behind_the_door(site):
    with site.stranger() as stranger:
        for path, methods in ways(site.app.app):
            if path in {"/pair", "/pair/1", "/enter", "/feed/1.ics", "/share"}:
                continue
            for method in methods:
                assert stranger.request(method, path).status_code == 401, f"{method} {path}"
        assert stranger.get("/static/meishi.css").status_code == 200


def test_no_way_that_changes_something_takes_a_form_that_is_not_ours(site, reader):
    for path, methods in ways(site.app.app):
        if "POST" not in methods or path in {"/pair", "/enter"}:
            continue
        assert reader.post(path).status_code == 403, path
        assert reader.post(path, data={"csrf": "0" * 64}).status_code == 403, path


def test_a_link_lets_one_device_in_once_and_looking_at_it_does_not_use_it_up(site):
    word = site.doorkeeper.new_link()
    with site.stranger() as phone, site.stranger() as thief:
        assert phone.get(f"/pair/{word}").status_code == 200
        assert phone.get(f"/pair/{word}").status_code == 200
        assert phone.post("/pair", data={"word": word}).status_code == 303
        assert phone.get("/").status_code == 200
        assert thief.post("/pair", data={"word": word}).status_code == 401
        assert thief.get(f"/pair/{word}").status_code == 401
        assert thief.get("/").status_code == 401


def test_a_link_is_good_for_a_quarter_of_an_hour_and_a_session_for_thirty_days(site):
    old = site.doorkeeper.new_link()
    with site.reader() as reader, site.stranger() as late:
        site.now += timedelta(minutes=16)
        assert late.post("/pair", data={"word": old}).status_code == 401
        site.now += timedelta(days=29)
        assert reader.get("/contacts").status_code == 200
        site.now += timedelta(days=1)
        assert reader.get("/contacts").status_code == 401


def test_the_cookie_is_for_this_site_alone_and_out_of_reach_of_scripts(site):
    with site.stranger() as stranger:
        cookie = stranger.post("/pair", data={"word": site.doorkeeper.new_link()}).headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie


def test_over_tls_the_cookie_is_bound_to_it_and_to_the_host(tmp_path):
    with running(tmp_path / "library", is_secure=True) as site, site.stranger() as stranger:
        cookie = stranger.post("/pair", data={"word": site.doorkeeper.new_link()}).headers["set-cookie"]

    assert cookie.startswith("__Host-meishi=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


def test_a_cookie_that_somebody_planted_is_not_taken_up(site):
    with site.stranger() as victim:
        victim.cookies.set("meishi", "planted", domain="127.0.0.1")
        victim.post("/pair", data={"word": site.doorkeeper.new_link()})
    with site.stranger() as attacker:
        attacker.cookies.set("meishi", "planted", domain="127.0.0.1")
        assert attacker.get("/").status_code == 401


def test_who_leaves_is_out_and_takes_nobody_along(site, reader):
    kept = dict(reader.cookies)
    with site.reader() as other:
        assert submit(reader, "/leave").status_code == 401
        with site.stranger() as again:
            again.cookies.update(kept)
            assert again.get("/").status_code == 401
        assert other.get("/").status_code == 200


def test_a_device_stays_in_when_the_server_starts_anew_and_its_cookie_is_not_in_the_file(site, reader, tmp_path):
    file = tmp_path / "library" / "web-sessions.json"
    token = reader.cookies["meishi"]

    assert Doorkeeper(file.parent, lambda: site.now).session(token)
    assert token not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_damaged_file_of_sessions_lets_nobody_in_and_stops_nothing(tmp_path):
    with running(tmp_path / "library"):
        pass
    (tmp_path / "library" / "web-sessions.json").write_text('["nonsense"]')
    with running(tmp_path / "library") as site, site.reader() as reader:
        assert reader.get("/").status_code == 200


def test_the_password_lets_in_and_is_kept_as_a_hash(site, tmp_path):
    with site.stranger() as stranger:
        assert stranger.post("/enter", data={"password": "ひみつ"}).status_code == 401
        site.doorkeeper.set_password("ひみつ")
        assert "password" in stranger.get("/").text
        assert stranger.post("/enter", data={"password": "ちがう"}).status_code == 401
        assert stranger.post("/enter", data={"password": "ひみつ"}).status_code == 303
        assert stranger.get("/").status_code == 200
    kept = tmp_path / "library" / "web-password"
    assert kept.read_text().startswith("$argon2id$")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_who_guesses_is_told_to_wait_even_with_the_right_word(site):
    with site.stranger() as thief:
        answers = [thief.post("/pair", data={"word": f"guess {n}"}).status_code for n in range(door.TRIES)]
        assert set(answers) == {401}
        refused = thief.post("/pair", data={"word": site.doorkeeper.new_link()})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 60


def test_who_guesses_the_password_is_told_to_wait_even_with_the_right_one(site):
    site.doorkeeper.set_password("ひみつ")
    with site.stranger() as thief:
        answers = [thief.post("/enter", data={"password": f"guess {n}"}).status_code for n in range(door.TRIES)]
        assert set(answers) == {401}
        assert thief.post("/enter", data={"password": "ひみつ"}).status_code == 429


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:1", ""])
def test_under_a_name_of_somebody_else_nothing_is_answered(site, reader, host):
    answer = reader.get("/contacts", headers={"Host": host})

    assert answer.status_code in {400, 421}
    assert "山田" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {}],
)
def test_a_form_from_another_site_does_nothing_even_with_the_right_word(site, reader, headers):
    csrf = csrf_of(reader)
    del reader.headers["origin"]

    answer = reader.post("/contacts/1/postcard", data={"csrf": csrf, "step": "post"}, headers=headers)

    assert answer.status_code == 403
    assert site.library.store.coverage().sent == 0


def test_another_device_is_brought_in_by_a_code_that_is_drawn_here(reader):
    answer = submit(reader, "/devices")

    assert "<svg" in answer.text
    link = re.search(r"<code>(\S+)</code>", answer.text).group(1)
    with httpx.Client(trust_env=False, headers={"Origin": link.partition("/pair")[0]}) as phone:
        assert phone.get(link).status_code == 200


def test_a_reader_chooses_the_language(tmp_path):
    with running(tmp_path / "library", language=None) as site, site.reader() as reader:
        assert '<html lang="en">' in reader.get("/contacts").text
        assert '<html lang="ja">' in reader.get("/contacts", headers={"Accept-Language": "fr, ja;q=0.9, en;q=0.8"}).text
        assert '<html lang="ja">' in submit(reader, "/language", language="ja").text
        assert '<html lang="ja">' in reader.get("/contacts", headers={"Accept-Language": "en"}).text
        assert submit(reader, "/language", language="../xx").status_code == 400


def ways(app):
    """All that the app answers to, with numbers for what is named in an address."""
    from fastapi.routing import iter_route_contexts  # noqa: PLC0415

    for route in iter_route_contexts(app.routes):
        if methods := getattr(route, "methods", None):
            yield re.sub(r"\{size\}", "small", re.sub(r"\{(?!size)[^}]*\}", "1", route.path)), methods
