import stat
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.examination import locks
from storage import closing, installations
from storage.database import Database
from storage.installations import Locked, Tokens, Vault
from storage.keys import Keys, Poll
from storage.tables import Authority, Installation

SECRET = "installations.secret"  # noqa: S105  -- a file's name
TOKENS = Tokens("xoxb-canary-4711", "U0BOT", ("chat:write", "commands"), "Grundskolan i Malmö")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "keys")


def keep(
    connection: Connection, vault: Vault, authority: int, now: datetime, tokens: Tokens = TOKENS
) -> None:
    installations.keep(connection, vault, authority, "slack", tokens, now)


def find(connection: Connection, vault: Vault, authority: int) -> Tokens | None:
    return installations.find(connection, vault, authority, "slack")


def test_tokens_are_kept_and_replaced_per_authority_and_platform(
    database: Database, vault: Vault, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        assert find(connection, vault, poll.authority) is None
        keep(connection, vault, poll.authority, now)
        assert find(connection, vault, poll.authority) == TOKENS
        assert find(connection, vault, other_poll.authority) is None
        assert installations.find(connection, vault, poll.authority, "teams") is None
        newer = replace(TOKENS, bot="xoxb-other")
        keep(connection, vault, poll.authority, now, newer)
        assert find(connection, vault, poll.authority) == newer


def test_what_was_revoked_is_gone_until_it_is_installed_again(
    database: Database, vault: Vault, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        for authority in (poll.authority, other_poll.authority):
            keep(connection, vault, authority, now)
        installations.revoke(connection, poll.authority, "slack", now)
        assert find(connection, vault, poll.authority) is None
        assert find(connection, vault, other_poll.authority) == TOKENS
        keep(connection, vault, poll.authority, now)
        assert find(connection, vault, poll.authority) == TOKENS


def test_everybody_who_has_installed_is_listed_with_their_workspace(
    database: Database, vault: Vault, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        connection.execute(update(Authority).values(platform="slack"))
        connection.execute(insert(Authority).values(platform="slack", workspace="T3", name="Lund"))
        for authority in (other_poll.authority, poll.authority):
            keep(connection, vault, authority, now)
        assert installations.all_of(connection, "slack") == [
            (poll.authority, "one"),
            (other_poll.authority, "two"),
        ]
        assert installations.all_of(connection, "teams") == []
        installations.revoke(connection, poll.authority, "slack", now)
        assert installations.all_of(connection, "slack") == [(other_poll.authority, "two")]


def test_the_secret_is_made_when_first_needed_and_readable_by_the_bot_alone(
    database: Database, vault: Vault, poll: Poll, now: datetime, tmp_path: Path
) -> None:
    path = tmp_path / "keys" / SECRET
    with database.writing() as connection:
        find(connection, vault, poll.authority)
        assert not path.exists()
        keep(connection, vault, poll.authority, now)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        secret = path.read_bytes()
        assert len(secret) == 32
        keep(connection, vault, poll.authority, now)
    assert path.read_bytes() == secret
    assert [each.name for each in path.parent.iterdir()] == [SECRET]


def test_replicas_that_need_the_secret_at_once_agree(tmp_path: Path) -> None:
    vaults = [Vault(tmp_path / "keys") for _ in range(8)]
    closed: list[bytes] = []
    threads = [
        threading.Thread(target=lambda each=each: closed.append(each.close(b"here", b"token")))
        for each in vaults
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [vaults[0].open(b"here", blob) for blob in closed] == [b"token"] * 8


def test_a_stolen_database_tells_nothing(
    database: Database, vault: Vault, poll: Poll, now: datetime, tmp_path: Path
) -> None:
    with database.writing() as connection:
        keep(connection, vault, poll.authority, now)
        keep(connection, Vault(tmp_path / "others"), poll.authority, now)
        (stolen,) = connection.execute(select(Installation.tokens)).scalars()
        with pytest.raises(Locked, match="not the one"):
            find(connection, vault, poll.authority)
    for telling in (b"canary", b"xoxb", b"U0BOT", b"chat:write", b"Malm"):
        assert telling not in stolen


def test_without_its_secret_nothing_is_opened_and_no_new_one_is_made(
    database: Database, vault: Vault, poll: Poll, now: datetime, tmp_path: Path
) -> None:
    path = tmp_path / "keys" / SECRET
    with database.writing() as connection:
        keep(connection, vault, poll.authority, now)
        path.write_bytes(b"short")
        with pytest.raises(Locked, match=r"installations\.secret is damaged"):
            find(connection, vault, poll.authority)
        path.unlink()
        with pytest.raises(Locked, match="missing"):
            find(connection, vault, poll.authority)
    assert not path.exists()


@pytest.mark.parametrize("change", [{"authority_id": True}, {"platform": "teams"}, {"tokens": b""}])
def test_tokens_that_were_moved_or_changed_are_not_opened(
    change: dict[str, object],
    database: Database,
    vault: Vault,
    poll: Poll,
    other_poll: Poll,
    now: datetime,
) -> None:
    if "authority_id" in change:
        change = {"authority_id": other_poll.authority}
    with database.writing() as connection:
        keep(connection, vault, poll.authority, now)
        connection.execute(update(Installation).values(**change))
        row = connection.execute(select(Installation.authority_id, Installation.platform)).one()
        with pytest.raises(Locked) as error:
            installations.find(connection, vault, row.authority_id, row.platform)
    assert error.value.__cause__ is None


def test_no_repr_shows_a_token_or_the_secret(vault: Vault, tmp_path: Path) -> None:
    assert "canary" not in repr(TOKENS)
    vault.close(b"here", b"token")
    secret = (tmp_path / "keys" / SECRET).read_bytes()
    assert secret.hex() not in repr(vault)
    assert repr(secret) not in repr(vault)


def test_the_rounds_keys_and_the_secret_leave_each_other_alone(
    database: Database, vault: Vault, keys: Keys, poll: Poll, now: datetime, tmp_path: Path
) -> None:
    keys.create(poll)
    with database.writing() as connection:
        keep(connection, vault, poll.authority, now)
    assert keys.kept() == [poll]
    folder = tmp_path / "keys"
    findings = list(locks.keys(folder, {poll}))
    assert [finding.state for finding in findings] == ["well"]
    with database.reading() as connection:
        closing.destroy_spent(connection, keys)
        assert find(connection, vault, poll.authority) == TOKENS
