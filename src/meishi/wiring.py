"""Where the parts meet: settings are read once, and the parts are built from them."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from meishi.errors import EngineMissingError, MeishiError, SettingError, SetupError
from meishi.wording import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    import httpx

    from meishi.care import CareOptions
    from meishi.care.addressing import AddressingOptions, Numerals
    from meishi.care.one_line import MailOptions
    from meishi.domain.address_side import AddressStyle
    from meishi.domain.encounter import Encounter
    from meishi.domain.text import Box, OcrEngine
    from meishi.exchange.hagaki import PrintOptions
    from meishi.exchange.mail import Mailbox, SmtpServer
    from meishi.pipeline import PartReading, ReadingOptions, ReadingParts
    from meishi.services.cluster import SentFile
    from meishi.services.import_ import FileOutcome, ImportFiles, Library
    from meishi.services.reading import FileReading, StepLimit
    from meishi.services.reminders import Deliver, Way
    from meishi.services.reread import PartReader, ReadPart
    from meishi.store import CardRecord, Originals, Store
    from meishi.wording import Wording

ENGINES = ("auto", "tesseract", "second-opinion", "ppocr")
"""The engines that come with meishi."""

ENGINE_GROUP = "meishi.engines"
"""The entry points by which other packages bring engines: callables without arguments that give an `OcrEngine`."""
_WEEKS_BY_CLOSENESS = r"^((met|acquaintance|trusted|friend)=\d{1,2}-\d{1,2}(,|$))*$"

LIBRARY_FILE = "meishi.db"
"""The database in the home folder."""


def default_home() -> Path:
    """Where the library lies unless MEISHI_HOME says otherwise: the system's folder for a user's data."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "meishi"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "meishi"


Millimetres = Annotated[float, Field(ge=-5.0, le=5.0)]


def _known_engine(name: str) -> str:
    if name in ENGINES or name in _foreign_engines():
        return name
    installed = ", ".join((*ENGINES, *_foreign_engines()))
    raise ValueError(marked(f"there is no engine {name}; those that are installed: {installed}"))


def _foreign_engines() -> list[str]:
    return sorted(entry_points(group=ENGINE_GROUP).names)


class Settings(BaseSettings):
    """What can be set by environment variables that begin with `MEISHI_`.

    Attributes:
        home: The folder that holds the library and the originals.
        database_url: Another database than the file in `home`, for instance `postgresql+psycopg://USER@HOST/NAME`.
        engine: What reads text. `tesseract` alone; `second-opinion`: Tesseract, and PP-OCR for the lines that it is
            unsure of; `ppocr` alone; `auto`: where that extra is installed PP-OCR, and Tesseract for the lines that it
            is unsure of, which is better and cheaper than the other order; else `tesseract`. Or what another package
            brings under the entry point `meishi.engines`.
        workers: How many processes read at once; as many as there are processors when not given.
        photo_seconds: How long a step may take for each photo in a reading process; beyond, its file is given up.
        language: What the commands of the aftercare speak; `auto` asks the system's settings.
        postcard_days: How many working days after the meeting the postcard should be in the letter box.
        follow_up_weeks: When to be in touch again by closeness, in weeks after the last contact, where it should be
            other than usual; for instance `met=3-8,friend=2-6`.
        follow_ups_a_day: How many follow-ups a day carries at most.
        quiet_days: For how many days after a contact no follow-up is planned.
        home_country: Whose holidays count for people whose country is not known; ISO 3166-1 alpha-2.
        sender_name: How the user signs, on postcards.
        sender_postal_code: Where answers go.
        sender_address: The same; a blank before the building puts it in a line of its own.
        sender_company: Stands between the user's address and name; left out for private cards.
        printer_offset_mm: What the printer is off by, evened out: to the right, and down, as `0.5,-1`.
        carddav_url: The address book on a server that contacts are synced with.
        caldav_url: The calendar there that postcards and follow-ups are synced with.
        dav_user: The user there.
        executor: Where pictures are read by an import: `processes` of this machine, or a Dask cluster whose scheduler
            listens at `tcp://HOST:PORT`.
        people_a_find: To how many people one find, or the same words, may go.
        mails_a_day: How many lines may go out on one day.
        mail_from: The user's name and mail address, as `Name <name@example.com>`; the address alone will do.
        smtp_host: The user's mail server.
        smtp_port: Where it listens; the usual port when not given.
        smtp_security: `tls`, `starttls`, or `none` for a server on this machine.
        smtp_user: Whom to log in as.
        smtp_password_file: A file with the password that its owner alone can read; else the keyring is asked.
        smtp_ca_file: Certificates to trust besides the system's.
        remind_by: How `meishi today --notify` reaches the user: `desktop`, `mail`, or both, as `desktop,mail`.
        debug: Whether a failure that nobody foresaw shows where in the program it happened.
    """

    model_config = SettingsConfigDict(env_prefix="MEISHI_", frozen=True)

    home: Path = Field(default_factory=default_home)
    database_url: str | None = None
    engine: Annotated[str, AfterValidator(_known_engine)] = "auto"
    workers: int | None = Field(default=None, ge=1)
    photo_seconds: float = Field(default=90.0, gt=0)
    language: Literal["auto", "en", "ja"] = "auto"
    postcard_days: int = Field(default=3, ge=1, le=60)
    follow_up_weeks: str = Field(default="", pattern=_WEEKS_BY_CLOSENESS)
    follow_ups_a_day: int = Field(default=10, ge=1, le=100)
    quiet_days: int = Field(default=10, ge=0, le=365)
    home_country: str = Field(default="JP", pattern=r"^[A-Z]{2}$")
    sender_name: str | None = None
    sender_postal_code: str | None = None
    sender_address: str | None = None
    sender_company: str | None = None
    printer_offset_mm: Annotated[tuple[Millimetres, Millimetres], NoDecode] = (0.0, 0.0)
    carddav_url: str | None = None
    caldav_url: str | None = None
    dav_user: str | None = None
    executor: str = Field(default="processes", pattern=r"^(processes|tcp://\S+:\d+)$")
    people_a_find: int = Field(default=3, ge=1, le=20)
    mails_a_day: int = Field(default=5, ge=1, le=50)
    mail_from: str | None = None
    smtp_host: str | None = None
    smtp_port: int | None = Field(default=None, ge=1, le=65535)
    smtp_security: Literal["tls", "starttls", "none"] = "tls"
    smtp_user: str | None = None
    smtp_password_file: Path | None = None
    smtp_ca_file: Path | None = None
    remind_by: str = Field(default="desktop", pattern=r"^(desktop|mail)(,(desktop|mail))?$")
    debug: bool = False

    @field_validator("printer_offset_mm", mode="before")
    @classmethod
    def _split_at_comma(cls, value: object) -> object:
        return value.split(",") if isinstance(value, str) else value


def read_settings(**overrides: object) -> Settings:
    """Read the settings from the environment.

    Args:
        **overrides: What the command line says instead; None leaves the setting as it is.

    Raises:
        SettingError: A setting has a value that cannot be used.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "MEISHI_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingError(f"{name} cannot be used: {first['msg']}", hint="Correct it or leave it out.") from error


def local_now() -> datetime:
    """The time at the user's place, with its zone; the only clock that is read."""
    return datetime.now().astimezone()


def user_name() -> str:
    """Who works with the library, for the journal: the account's name, as far as the system tells it."""
    import getpass  # noqa: PLC0415 - only changes are signed

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "you"


def cpu_seconds() -> float:
    """User and system time spent so far by this process and the children that have ended, in seconds."""
    import resource  # noqa: PLC0415 - there is none on Windows, and only evaluation asks

    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def reading_options(
    settings: Settings,
    tell: Callable[[MeishiError], None],
    *,
    labeller: Literal["learned", "shipped", "rules"] = "learned",
    repair: bool = True,
) -> ReadingOptions:
    """Give the options of reading.

    Args:
        settings: Where what was learned from the user's corrections lies.
        tell: Hears when that cannot be used; cards are then read by what came with meishi.
        labeller: `shipped` leaves out what was learned from corrections, `rules` all that was learned.
        repair: Whether values are mended by what the rest of the card says.
    """
    from meishi.pipeline import ReadingOptions  # noqa: PLC0415
    from meishi.services.learned import LearnedModels, options_with  # noqa: PLC0415

    learned = None
    if labeller == "learned":
        try:
            learned = LearnedModels(settings.home).newest()
        except SetupError as error:
            tell(error)
    extract, resolve = options_with(learned)
    if labeller == "rules":
        extract = extract.model_copy(update={"labeller": "rules"})
    return ReadingOptions(extract=extract, resolve=resolve.model_copy(update={"repair": repair}))


@cache
def build_reading_parts(engine: str) -> ReadingParts:
    """Build what reads cards, once a process.

    Raises:
        EngineMissingError: The engine is not installed.
    """
    import cv2  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # noqa: PLC0415

    from meishi.detect import LineDetector  # noqa: PLC0415
    from meishi.pipeline import ReadingParts  # noqa: PLC0415
    from meishi.recognize.orientation import LineUprightJudge  # noqa: PLC0415

    # One thread a process: many processes read at once, and threads that wait for one another only burn time.
    cv2.setNumThreads(1)
    threadpool_limits(1, user_api="blas")
    return ReadingParts(
        detector=LineDetector(), upright_judge=LineUprightJudge(), engine=_with_vietnamese_marks(_build_engine(engine))
    )


def _with_vietnamese_marks(engine: OcrEngine) -> OcrEngine:
    """Let Tesseract's Vietnamese model help an engine where that model is installed."""
    from meishi.recognize import VietnameseMarks, has_vietnamese_model  # noqa: PLC0415

    return VietnameseMarks(engine) if has_vietnamese_model() else engine


def _build_engine(name: str) -> OcrEngine:
    from meishi.recognize import (  # noqa: PLC0415
        PADDLE_FIRST,
        PaddleEngine,
        SecondOpinionEngine,
        TesseractEngine,
        TesseractOptions,
    )

    if name not in ENGINES:
        return _foreign_engine(name)
    if name == "auto" and not (find_spec("onnxruntime") and find_spec("rapidocr")):
        name = "tesseract"
    if name == "tesseract":
        return TesseractEngine()
    if name == "ppocr":
        return PaddleEngine()
    # The other engine's opinion is worth more than second looks of Tesseract, and costs less.
    tesseract = TesseractEngine(TesseractOptions(thorough=False))
    if name == "second-opinion":
        return SecondOpinionEngine(tesseract, PaddleEngine())
    return SecondOpinionEngine(PaddleEngine(), tesseract, PADDLE_FIRST)


def _foreign_engine(name: str) -> OcrEngine:
    try:
        engine: OcrEngine = entry_points(group=ENGINE_GROUP)[name].load()()
    except (ImportError, AttributeError) as error:
        raise EngineMissingError(
            f"the engine {name} cannot be loaded: {error}", hint="Install its package again, or choose another engine."
        ) from error
    return engine


def read_files_in_parallel(
    settings: Settings, files: Sequence[Path], tell: Callable[[MeishiError], None], *, gives_way: bool = False
) -> Iterator[FileReading]:
    """Read files in as many processes as the settings allow, here or on a cluster; see `meishi.services.parallel`.

    Args:
        settings: What reads, and where.
        files: Pictures.
        tell: Hears when what was learned from corrections cannot be used.
        gives_way: Whether whatever else runs on this machine comes first.

    Raises:
        SetupError: The installation, or the cluster, cannot read any card.
    """
    from functools import partial  # noqa: PLC0415

    from meishi.services.parallel import read_in_parallel  # noqa: PLC0415

    how = _How(settings.engine, settings.photo_seconds, reading_options(settings, tell))
    if settings.executor != "processes":
        from meishi.services.cluster import read_on_cluster  # noqa: PLC0415

        return read_on_cluster(files, partial(_read_sent, how), settings.executor)
    workers = max(1, min(settings.workers or os.cpu_count() or 1, len(files)))
    make_pool = partial(_make_pool, gives_way=gives_way)
    return read_in_parallel(files, partial(_read_chunk, how), make_pool, workers=workers, send=lambda path: path)


def build_import(
    settings: Settings,
    library: Library,
    tell: Callable[[MeishiError], None],
    *,
    dry_run: bool = False,
    gives_way: bool = False,
) -> ImportFiles:
    """Give what imports files into a library as the settings have it; see `meishi.services.import_`.

    Args:
        settings: What reads, where, and the habits of aftercare.
        library: Where the contacts go.
        tell: Hears when what was learned from corrections cannot be used.
        dry_run: Read and plan, save nothing.
        gives_way: Whether whatever else runs on this machine comes first.
    """
    from meishi.services.import_ import import_pictures  # noqa: PLC0415

    care = build_care_options(settings)

    def import_files(files: Sequence[Path], encounter_of: Callable[[Path], Encounter]) -> Iterator[FileOutcome]:
        return import_pictures(
            files,
            library,
            lambda paths: read_files_in_parallel(settings, paths, tell, gives_way=gives_way),
            encounter_of=encounter_of,
            today=local_now().date(),
            now=local_now,
            care=care,
            dry_run=dry_run,
        )

    return import_files


class _How(NamedTuple):
    """How another process, here or elsewhere, reads; it has neither settings nor the library's folder.

    Attributes:
        engine: What reads text.
        photo_seconds: How long a step may take for each photo.
        options: The options of all steps, with what was learned.
    """

    engine: str
    photo_seconds: float
    options: ReadingOptions


def _read_chunk(how: _How, files: Sequence[Path]) -> list[FileReading]:
    from meishi.services.reading import read_files  # noqa: PLC0415
    from meishi.services.workers import give_memory_back  # noqa: PLC0415

    limit = _step_limit(how.photo_seconds)
    readings = list(read_files(files, build_reading_parts(how.engine), how.options, step_limit=limit))
    give_memory_back()
    return readings


def _read_sent(how: _How, files: Sequence[SentFile]) -> list[FileReading]:
    from meishi.services.cluster import read_sent_files  # noqa: PLC0415
    from meishi.services.workers import give_memory_back  # noqa: PLC0415

    limit = _step_limit(how.photo_seconds)
    readings = list(read_sent_files(files, build_reading_parts(how.engine), how.options, step_limit=limit))
    give_memory_back()
    return readings


def build_part_reader(settings: Settings, library: Library, tell: Callable[[MeishiError], None]) -> PartReader:
    """Give what reads parts of cards again as the settings have it; see `meishi.services.reread`.

    Args:
        settings: What reads.
        library: Where the pictures are kept.
        tell: Hears when what was learned from corrections cannot be used.
    """
    from functools import partial  # noqa: PLC0415

    from meishi.services.reread import PartReader  # noqa: PLC0415

    def make_read() -> ReadPart:
        return partial(_read_part, _How(settings.engine, settings.photo_seconds, reading_options(settings, tell)))

    return PartReader(library.originals, make_read)


def _read_part(how: _How, card: CardRecord, originals: Originals, box: Box) -> tuple[PartReading, ...]:
    from meishi.services.reread import read_kept_part  # noqa: PLC0415

    with _step_limit(how.photo_seconds)(1):
        return read_kept_part(card, originals, box, build_reading_parts(how.engine), how.options)


def _step_limit(photo_seconds: float) -> StepLimit:
    from meishi.services.workers import time_limit  # noqa: PLC0415

    return lambda photos: time_limit(photos * photo_seconds)


def _make_pool(workers: int, *, gives_way: bool) -> Executor:
    from meishi.services.workers import WorkerPool  # noqa: PLC0415

    return WorkerPool(workers, gives_way=gives_way)


def build_wording(settings: Settings) -> Wording:
    """Give the words of the user's language."""
    from meishi.wording import Wording, language_of_system  # noqa: PLC0415

    return Wording(language_of_system() if settings.language == "auto" else settings.language)


def build_care_options(settings: Settings) -> CareOptions:
    """Give the habits of aftercare as the settings have them.

    Raises:
        SettingError: A window ends before it begins, or a country has no calendar.
    """
    from meishi.care import CareOptions, is_known_country  # noqa: PLC0415
    from meishi.care.options import default_windows, weeks  # noqa: PLC0415
    from meishi.domain.relation import Closeness  # noqa: PLC0415

    if not is_known_country(settings.home_country):
        raise SettingError(
            f"MEISHI_HOME_COUNTRY cannot be used: there is no calendar for {settings.home_country}",
            hint="Give the two letters of a country (ISO 3166-1), for instance JP.",
        )
    windows = default_windows()
    try:
        for entry in filter(None, settings.follow_up_weeks.split(",")):
            closeness, _, span = entry.partition("=")
            first, _, last = span.partition("-")
            windows[Closeness(closeness)] = weeks(int(first), int(last))
        return CareOptions(
            postcard_working_days=settings.postcard_days,
            windows=windows,
            quiet_days=settings.quiet_days,
            follow_ups_a_day=settings.follow_ups_a_day,
            home_country=settings.home_country,
        )
    except ValidationError as error:
        raise SettingError(
            f"MEISHI_FOLLOW_UP_WEEKS cannot be used: {settings.follow_up_weeks}",
            hint="It looks like met=3-8,friend=2-6: first and last week, from 1 to 104.",
        ) from error


def open_library(settings: Settings) -> Library:
    """Open the library and its folder of originals.

    Raises:
        StoreError: It cannot be opened.
    """
    from meishi.services.import_ import Library  # noqa: PLC0415
    from meishi.store import Originals  # noqa: PLC0415

    return Library(open_store(settings), Originals(settings.home))


def open_store(settings: Settings) -> Store:
    """Open the library that the settings name, and make it where there is none.

    Raises:
        StoreError: It cannot be opened.
    """
    from meishi.store import Store  # noqa: PLC0415

    if settings.database_url:
        return Store.open(settings.database_url)
    return Store.open_file(settings.home / LIBRARY_FILE)


def describe_library(settings: Settings) -> str:
    """Say in a few words how the library is, without making one.

    Raises:
        StoreError: It cannot be opened.
    """
    if not settings.database_url and not (settings.home / LIBRARY_FILE).exists():
        return marked("none yet; the first import makes it")
    with open_store(settings) as store:
        people = store.coverage().met
        return marked(f"opens; people met: {people}")


def addressing_options(
    settings: Settings,
    *,
    style: AddressStyle | None = None,
    numerals: Numerals | None = None,
    honorific: str | None = None,
) -> AddressingOptions:
    """Say how address sides are written: as the command line says, with the settings' sender."""
    from meishi.care.addressing import AddressingOptions, Numerals  # noqa: PLC0415
    from meishi.domain.address_side import Sender  # noqa: PLC0415

    sender = Sender(
        name=settings.sender_name,
        postal_code=settings.sender_postal_code,
        address=settings.sender_address,
        company=settings.sender_company,
    )
    return AddressingOptions(
        style=style,
        numerals=numerals or Numerals.KANJI,
        honorific=honorific,
        home_country=settings.home_country,
        sender=sender,
    )


def print_options(settings: Settings, *, proof: bool = False) -> PrintOptions:
    """Say how cards get onto the paper."""
    from meishi.exchange.hagaki import PrintOptions  # noqa: PLC0415

    x, y = settings.printer_offset_mm
    return PrintOptions(offset_x_mm=x, offset_y_mm=y, proof=proof)


def connect_to_server(settings: Settings, url: str) -> httpx.Client:
    """Make what speaks with the user's server, with user and password.

    Raises:
        SettingError: User or password are missing, or the password would travel unprotected.
        SetupError: What it takes is not installed.
    """
    from meishi.exchange.passwords import THIS_MACHINE, find_password  # noqa: PLC0415

    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise SettingError(f"{url} is no address of a server", hint="It looks like https://HOST/USER/contacts/.")
    if parts.scheme == "http" and parts.hostname not in THIS_MACHINE:
        raise SettingError(f"{url} would send your password readable to everybody", hint="Use https://.")
    user, host = dav_user_of(settings), server_of(url)
    try:
        import httpx  # noqa: PLC0415

        password = find_password(settings.home, host, user)
    except ModuleNotFoundError as error:
        raise SetupError(f"syncing needs {error.name}", hint="pip install 'meishi[sync]'") from error
    if password is None:
        raise SettingError(f"there is no password for {user} at {host}", hint="Give it: meishi sync --set-password")
    return httpx.Client(auth=(user, password), timeout=30, follow_redirects=True)


def dav_user_of(settings: Settings) -> str:
    """Give the user on the server.

    Raises:
        SettingError: None is set.
    """
    if not settings.dav_user:
        raise SettingError("it is not said who you are on the server", hint="Set MEISHI_DAV_USER.")
    return settings.dav_user


def server_of(url: str) -> str:
    """Give the server of an address, with its port where it has one."""
    return urlsplit(url).netloc.rpartition("@")[2]


def mail_options(settings: Settings) -> MailOptions:
    """Say what keeps one-line mails from becoming a newsletter."""
    from meishi.care.one_line import MailOptions  # noqa: PLC0415

    return MailOptions(
        people_a_find=settings.people_a_find, mails_a_day=settings.mails_a_day, quiet_days=settings.quiet_days
    )


def mail_sender(settings: Settings) -> Mailbox:
    """Say who writes.

    Raises:
        SettingError: MEISHI_MAIL_FROM is missing or no mail address.
    """
    from email.utils import parseaddr  # noqa: PLC0415

    from meishi.exchange.mail import Mailbox  # noqa: PLC0415

    name, address = parseaddr(settings.mail_from or "")
    if "@" not in address:
        raise SettingError(
            "your own mail address is not known", hint="Set MEISHI_MAIL_FROM to 'Name <you@example.com>'."
        )
    return Mailbox(name=name or settings.sender_name or "", address=address)


def new_message_id(address: str) -> str:
    """Make an identification that no other mail has; it tells nothing about this machine."""
    from uuid import uuid4  # noqa: PLC0415

    return f"<{uuid4()}@{address.rpartition('@')[2]}>"


def smtp_server(settings: Settings) -> SmtpServer:
    """Say through which server mails are sent; the password comes from the file named, else from the keyring.

    Raises:
        SettingError: No server is named, or the password cannot be had.
    """
    from pydantic import SecretStr  # noqa: PLC0415

    from meishi.exchange.mail import Security, SmtpServer  # noqa: PLC0415

    if not settings.smtp_host:
        raise SettingError("no mail server is named", hint="Set MEISHI_SMTP_HOST, or use --open or --eml.")
    password = _smtp_password(settings)
    return SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=Security(settings.smtp_security),
        user=settings.smtp_user,
        password=SecretStr(password) if password is not None else None,
        ca_file=settings.smtp_ca_file,
    )


def reminder_ways(settings: Settings) -> Mapping[Way, Deliver]:
    """Say how reminders reach the user; a mail goes to the user's own address."""
    from meishi.services.reminders import Way, show_on_desktop  # noqa: PLC0415

    def mail(title: str, text: str) -> None:
        from meishi.exchange.mail import compose, send  # noqa: PLC0415

        user, now = mail_sender(settings), local_now()
        message_id = new_message_id(user.address)
        message = compose(user, user, subject=title, body=f"{title}\n\n{text}\n", message_id=message_id, now=now)
        send(message, smtp_server(settings))

    deliver: dict[Way, Deliver] = {Way.DESKTOP: show_on_desktop, Way.MAIL: mail}
    return {way: deliver[way] for way in map(Way, dict.fromkeys(settings.remind_by.split(",")))}


def _smtp_password(settings: Settings) -> str | None:
    from meishi.exchange.passwords import ask_keyring, read_password  # noqa: PLC0415

    if settings.smtp_password_file:
        return read_password(settings.smtp_password_file)
    if not settings.smtp_user or not settings.smtp_host:
        return None
    password = ask_keyring(settings.smtp_host, settings.smtp_user)
    if password is None:
        raise SettingError(
            f"there is no password for {settings.smtp_user} at {settings.smtp_host}",
            hint=f"keyring set meishi {settings.smtp_user}@{settings.smtp_host}, or set MEISHI_SMTP_PASSWORD_FILE.",
        )
    return password
