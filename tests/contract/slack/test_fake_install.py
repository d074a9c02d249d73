"""The app is installed into a workspace of the fake with a code."""

import http.client
from urllib.parse import parse_qs, urlencode, urlsplit

from slack_sdk import WebClient

from tests.contract.slack.asking import refusal
from tests.contract.slack.fake.slack import Slack


def _page(slack: Slack, **query: str) -> dict[str, str]:
    """Where the page of consent sends somebody."""
    connection = http.client.HTTPConnection("127.0.0.1", slack.port)
    connection.request("GET", f"/oauth/v2/authorize?{urlencode(query)}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def test_the_app_is_installed_with_a_code_that_holds_once(slack: Slack) -> None:
    other = slack.world.add_workspace("Grannkommun", installed=False)
    slack.consent.workspace = other.id
    asked = {"client_id": slack.app.client_id, "scope": "chat:write,im:history", "state": "s1"}
    back = _page(slack, **asked, redirect_uri="https://bot.example.se/slack/oauth")
    assert back["state"] == "s1"
    secrets = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
    nobody = WebClient(base_url=slack.api_url)
    wrong = refusal(nobody.oauth_v2_access, **secrets | {"client_secret": "x"}, code=back["code"])
    assert wrong["error"] == "bad_client_secret"
    installed = nobody.oauth_v2_access(**secrets, code=back["code"])
    assert (installed["team"]["id"], installed["scope"]) == (other.id, "chat:write,im:history")
    client = WebClient(installed["access_token"], base_url=slack.api_url)
    assert client.auth_test()["team_id"] == other.id
    assert refusal(nobody.oauth_v2_access, **secrets, code=back["code"])["error"] == "code_already_used"
    client.auth_revoke()
    assert refusal(client.auth_test)["error"] == "token_revoked"


def test_somebody_can_decline_the_app(slack: Slack) -> None:
    slack.consent.agrees = False
    back = _page(
        slack, client_id=slack.app.client_id, scope="chat:write", state="s", redirect_uri="https://b.se/o"
    )
    assert back == {"error": "access_denied", "state": "s"}
