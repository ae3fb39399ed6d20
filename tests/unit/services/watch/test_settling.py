from pathlib import Path

from meishi.services.watch.settling import Appearance, Settling

CARD = Path("card.jpg")


def looks(size=1, modified=1, inode=1):
    return {CARD: Appearance(size, modified, inode)}


def test_a_file_is_complete_when_it_has_looked_the_same_for_long_enough():
    settling = Settling(3)
    assert settling.settled(looks(), 10) == []
    assert settling.settled(looks(), 12.9) == []
    assert settling.is_waiting
    assert settling.settled(looks(), 13) == [CARD]
    assert not settling.is_waiting


def test_any_change_starts_the_wait_again():
    settling = Settling(3)
    settling.settled(looks(), 0)
    for second, changed in enumerate([looks(size=2), looks(size=2, modified=2), looks(2, 2, inode=2)], start=1):
        assert settling.settled(changed, 3 * second) == []
    assert settling.settled(changed, 12) == [CARD]


def test_a_file_that_went_and_came_back_is_a_new_one():
    settling = Settling(3)
    settling.settled(looks(), 0)
    settling.settled({}, 2)
    assert settling.settled(looks(), 4) == []
