import os
import stat
import threading
from pathlib import Path

import pytest

from conversations.turn import Respondent
from storage import keys as module
from storage.keys import KeyMissing, Keys, Poll

POLL = Poll(1, 2, 3)
ASA = Respondent("person", 7)


def ref(keys: Keys) -> bytes:
    return keys.seal(POLL).ref(2, 3, ASA)


def test_a_key_is_readable_by_the_bot_alone(keys: Keys, tmp_path: Path) -> None:
    keys.create(POLL)
    folder = tmp_path / "keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["1-2-3.key"]
    assert stat.S_IMODE((folder / "1-2-3.key").stat().st_mode) == 0o600
    assert len((folder / "1-2-3.key").read_bytes()) == 32


def test_a_key_is_never_overwritten(keys: Keys, tmp_path: Path) -> None:
    keys.create(POLL)
    first = ref(keys)
    keys.create(POLL)
    assert ref(Keys(tmp_path / "keys")) == first


def test_replicas_that_make_the_same_key_agree(tmp_path: Path) -> None:
    replicas = [Keys(tmp_path / "keys") for _ in range(8)]
    threads = [threading.Thread(target=replica.create, args=(POLL,)) for replica in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({ref(replica) for replica in replicas}) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["1-2-3.key"]


def test_every_key_is_another(keys: Keys) -> None:
    other = Poll(1, 2, 4)
    keys.create(POLL)
    keys.create(other)
    assert ref(keys) != keys.seal(other).ref(2, 3, ASA)
    assert keys.kept() == [POLL, other]


def test_a_missing_key_is_said_clearly(keys: Keys) -> None:
    with pytest.raises(KeyMissing, match="round=2"):
        keys.seal(POLL)


def test_a_damaged_key_is_not_used(keys: Keys, tmp_path: Path) -> None:
    keys.create(POLL)
    (tmp_path / "keys" / "1-2-3.key").write_bytes(b"short")
    with pytest.raises(KeyMissing, match="damaged"):
        keys.seal(POLL)


def test_a_destroyed_key_is_gone_for_every_replica(keys: Keys, tmp_path: Path) -> None:
    replica = Keys(tmp_path / "keys")
    keys.create(POLL)
    assert ref(keys) == ref(replica)
    keys.destroy(POLL)
    keys.destroy(POLL)
    for each in (keys, replica):
        with pytest.raises(KeyMissing):
            each.seal(POLL)
        assert each.kept() == []
        assert not each._seals


def test_a_destroyed_key_is_overwritten_before_it_is_removed(keys: Keys, tmp_path: Path) -> None:
    keys.create(POLL)
    path = tmp_path / "keys" / "1-2-3.key"
    before = path.read_bytes()
    os.link(path, tmp_path / "still-the-same-file")
    keys.destroy(POLL)
    assert (tmp_path / "still-the-same-file").read_bytes() != before


def test_a_crash_while_a_key_is_made_leaves_none(
    keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(os, "link", crash)
        with pytest.raises(OSError, match="full"):
            keys.create(POLL)
    assert list((tmp_path / "keys").iterdir()) == []
    keys.create(POLL)
    assert keys.kept() == [POLL]


def test_only_the_newest_keys_are_remembered(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    for school in range(4):
        keys.create(Poll(1, 1, school))
        keys.seal(Poll(1, 1, school))
    assert list(keys._seals) == [Poll(1, 1, 2), Poll(1, 1, 3)]


def test_what_is_not_a_key_is_left_alone(keys: Keys, tmp_path: Path) -> None:
    for name in ("readme.txt", "1-2.key", "a-b-c.key", "1-2-３.key"):  # noqa: RUF001  -- an odd digit
        (tmp_path / "keys" / name).write_text("x")
    assert keys.kept() == []
