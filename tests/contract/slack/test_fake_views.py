"""Files and views come about in the fake as they do in Slack."""

from slack_sdk import WebClient

from tests.contract.slack.asking import MODAL, refusal
from tests.contract.slack.fake.slack import Slack

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def test_a_file_goes_up_in_three_calls_and_can_then_be_shown(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    unknown = [{"type": "image", "alt_text": "Resultat", "slack_file": {"id": "F0NOBODY"}}]
    refused = refusal(client.chat_postMessage, channel=anna.id, text="Bild", blocks=unknown)
    assert refused["error"] == "invalid_blocks"
    slack.violations.clear()
    answer = client.files_upload_v2(content=b"\x89PNG....", filename="resultat.png", alt_txt="Fem staplar")
    file = slack.workspace.files[answer["file"]["id"]]
    assert (file.content, file.alt_text) == (b"\x89PNG....", "Fem staplar")
    shown = [{"type": "image", "alt_text": "Resultat", "slack_file": {"id": file.id}}]
    client.chat_postMessage(channel=anna.id, text="Bild", blocks=shown)
    assert client.files_info(file=file.id)["file"]["mimetype"] == "image/png"
    assert not slack.violations


def test_a_trigger_opens_one_view_within_three_seconds(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    trigger = slack.world.trigger(anna)
    client.views_open(trigger_id=trigger, view=MODAL)
    assert slack.view(anna).words == "Fyll i\nHej"
    again = refusal(client.views_open, trigger_id=trigger, view=MODAL)
    assert again["error"] == "exchanged_trigger_id"
    late = slack.world.trigger(anna)
    slack.passes(3.1)
    assert refusal(client.views_open, trigger_id=late, view=MODAL)["error"] == "expired_trigger_id"
    assert refusal(client.views_open, trigger_id="1.2.x", view=MODAL)["error"] == "invalid_trigger_id"


def test_views_are_changed_by_their_hash_and_stand_upon_each_other(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    first = client.views_open(trigger_id=slack.world.trigger(anna), view=MODAL)["view"]
    other = MODAL | {"title": {"type": "plain_text", "text": "Annat"}}
    client.views_update(view_id=first["id"], hash=first["hash"], view=other)
    stale = refusal(client.views_update, view_id=first["id"], hash=first["hash"], view=MODAL)
    assert stale["error"] == "hash_conflict"
    assert refusal(client.views_update, view_id="V0", view=MODAL)["error"] == "not_found"
    client.views_push(trigger_id=slack.world.trigger(anna), view=MODAL)
    assert [each.title for each in anna.workspace.views[anna.id]] == ["Annat", "Fyll i"]


def test_a_home_is_published_for_each_person(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    first = client.views_publish(user_id=anna.id, view=HOME)["view"]
    assert client.views_publish(user_id=anna.id, view=HOME)["view"]["id"] == first["id"]
    assert slack.home(anna).kind == "home"
    assert refusal(client.views_publish, user_id=anna.id, view=MODAL)["error"] == "invalid_arguments"
