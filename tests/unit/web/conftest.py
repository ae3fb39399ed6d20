import pytest

from importing import meet
from meishi.domain.contact import Address, Contact, PersonName
from web_site import running

YAMADA = Contact(
    name=PersonName(full="山田 花子", kana="ヤマダ ハナコ"),
    company="山田商店",
    addresses=(Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0001", country="JP"),),
    emails=("hanako@yamada.example.jp",),
)
SUZUKI = Contact(name=PersonName(full="鈴木 一郎"), company="鈴木工業")


@pytest.fixture
def site(tmp_path):
    with running(tmp_path / "library") as running_site:
        meet(running_site.library, tmp_path, YAMADA, SUZUKI)
        yield running_site


@pytest.fixture
def reader(site):
    with site.reader() as client:
        yield client
