"""Two workspaces install the bot from a browser; each is its own authority, and nothing crosses."""

import re
from contextlib import closing

import httpx2
import pytest
from sqlalchemy import select

from storage import people, roster
from storage.database import Database
from storage.people import NewAuthority
from storage.tables import Account
from tests.contract.slack.conftest import BEGINS, Town
from tests.contract.slack.fake.state import Workspace
from tests.storage.authorities import Line

KARIN = "Karin Samordnare"


def installs(town: Town, workspace: Workspace) -> str:
    """Somebody goes through the browser's pages; gives what the last one says."""
    town.slack.consent.workspace = workspace.id
    with httpx2.Client(base_url=town.bot.address, timeout=10) as browser:
        first = browser.get("/slack/install")
        # A browser trusts its own machine and keeps a cookie that is for https only; this client does not.
        kept = {"cookie": first.headers["set-cookie"].partition(";")[0]}
        link = re.search(r'href="([^"]*/oauth/v2/authorize[^"]*)"', first.text)
        assert link
        consent = browser.get(link[1].replace("&amp;", "&"))
        return str(browser.get(consent.headers["location"], headers=kept).text)


@pytest.fixture
def waiting(town: Town) -> Town:
    """Nobody has given the bot a token yet."""
    app = town.slack.app
    app.redirect_urls = []
    town.start(
        SKOLSTEG_SLACK_BOT_TOKEN="",
        SKOLSTEG_SLACK_CLIENT_ID=app.client_id,
        SKOLSTEG_SLACK_CLIENT_SECRET=app.client_secret,
        SKOLSTEG_PUBLIC_URL="{address}",
    )
    return town


def test_a_workspace_installs_the_bot_and_is_answered(waiting: Town) -> None:
    slack, karin = waiting.slack, waiting.user(KARIN)
    assert slack.writes(karin, "hej").ok
    slack.settle()
    assert not slack.said(karin), "without a token nobody can be answered"
    assert "Lindeborgs kommun" in installs(waiting, slack.workspace)
    slack.until(lambda: slack.writes(karin, "hej").ok and slack.said(karin))
    assert "Karin" in slack.said(karin)[-1].words
    assert not slack.violations


def test_two_workspaces_are_two_authorities(waiting: Town) -> None:
    slack, other = waiting.slack, waiting.slack.world.add_workspace("Granby kommun")
    refused = installs(waiting, other)
    assert f"--workspace {other.id}" in refused, "the operator is told how to let them in"
    with closing(Database(waiting.url)) as database, database.writing() as connection:
        new = NewAuthority("slack", other.id, "Granby kommun", contact="dataskydd@granby.example")
        granby = people.create_authority(connection, new)
        roster.import_rows(connection, granby, [Line("", KARIN, ("coordinator",))], BEGINS)
    namesake = slack.user(KARIN, Line("", KARIN).email, other)
    installs(waiting, slack.workspace)
    assert "Granby kommun" in installs(waiting, other)
    for user in (waiting.user(KARIN), namesake):
        slack.until(lambda: slack.writes(user, "alla skolor").ok and slack.said(user))  # noqa: B023  -- used at once
    with closing(Database(waiting.url)) as database, database.reading() as connection:
        linked = connection.execute(select(Account.authority_id, Account.user_id)).all()
    assert (granby, namesake.id) in linked
    assert (waiting.authority, namesake.id) not in linked
    assert not slack.violations, "each was spoken to with its own token"


def test_a_token_from_the_database_opens_nothing_without_the_key(waiting: Town) -> None:
    installs(waiting, waiting.slack.workspace)
    token = waiting.slack.token
    assert token.startswith("xoxb-")
    if waiting.url.startswith("sqlite"):
        stored = b"".join(
            path.read_bytes() for path in (waiting.folder).glob("skolsteg.sqlite3*") if path.is_file()
        )
        assert token.encode() not in stored
    assert (waiting.folder / "keys" / "installations.secret").stat().st_mode & 0o077 == 0
    assert token not in waiting.bot.log.read_text("utf-8")
