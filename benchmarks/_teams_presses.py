"""Presses on real cards, in the shape in which Teams tells of them."""

import json
from dataclasses import dataclass, field

from benchmarks._presses import NUMBER, ROW, USER, Asked
from bot.platforms.teams import render
from tests.contract.teams.fake import activities
from tests.contract.teams.fake.state import Conversation, Message, Tenant, User
from tests.contract.teams.fake.words import Json, actions
from tests.contract.teams.fake.world import World

MESSAGE = "1767690000100"


@dataclass
class InTeams:
    """A press in a tenant whose conversations are at ``service``; ``users`` are those who press there."""

    tenant: str
    service: str
    users: list[str] = field(default_factory=list)
    platform: str = "teams"

    def user(self, person: int) -> str:
        self.users.append(f"00000000-0000-4000-8000-{person:012}")
        return self.users[-1]

    def talk(self, user: str) -> tuple[str, str]:
        return f"a:1{user}", self.service

    def message(self, user: str) -> str:
        return f"a:1{user}|{MESSAGE}"

    def written(self, asked: Asked) -> str:
        shown = render.message(asked.message, ROW, 1)
        talk = talk_with(Tenant(self.tenant, "Bench", "bench", "", service_url=self.service), USER)
        button = next(
            each for each in actions(shown.card) if each.get("data", {}).get("a") == asked.action.encode()
        )
        pressed = activities.executed(button, {})
        more = activities.invoked(talk.messages[MESSAGE], "adaptiveCard/action", pressed)
        told: Json = activities.activity(World(), "invoke", talk.members[0], talk)
        return json.dumps(told | more | {"id": f"f:{NUMBER}"}, ensure_ascii=False)

    def sent(self, own: str) -> bytes:
        return own.encode()


def talk_with(tenant: Tenant, user: str) -> Conversation:
    """Somebody's chat with the bot, in which their card stands."""
    who = User(f"29:1{user}", f"Person {user}", "", tenant, aad_id=user, installed=True)
    talk = Conversation(f"a:1{user}", "personal", tenant, members=[who])
    talk.messages[MESSAGE] = Message(MESSAGE, talk.id, tenant.bot, {}, bot=True)
    return talk
