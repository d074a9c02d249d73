"""What people press: buttons of cards in messages, and dialogs that open from them."""

from dataclasses import replace

from tests.contract.stand_in.server import act
from tests.contract.teams.fake import activities
from tests.contract.teams.fake.delivery import Ack
from tests.contract.teams.fake.people import People
from tests.contract.teams.fake.state import ADAPTIVE, Dialog, Message, User
from tests.contract.teams.fake.words import Json
from tests.contract.teams.lint import lint_card

SPOKEN = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
SIZES = ("small", "medium", "large")
IN_TASK = frozenset(("title", "height", "width", "card", "fallbackUrl", "completionBotId"))


class Presses(People):
    """Each returns how the bot answered; what it showed stands in `Message.shown` or in the dialog."""

    told: dict[str, str]

    @act
    async def presses(
        self,
        user: User,
        message: Message,
        title: str,
        values: dict[str, object] | None = None,
        *,
        forged: bool = False,
    ) -> Ack:
        """A press in a message as this person sees it, or as an earlier `snapshot` shows it.

        `title` is the button's text, id or verb; `values` are the inputs by label or id; `forged` sends them
        past what the screen would hold back.
        """
        action, state = self._filled(message.seen_by(user), title, values, forged=forged)
        kept = self._where(user, message).messages[message.id]
        match action["type"]:
            case "Action.Execute":
                return await self._executes(user, kept, activities.executed(action, state))
            case "Action.Submit" if _opens(action):
                return await self._fetches(user, kept, activities.submitted(action, state))
            case "Action.Submit":
                return await self._submits_message(user, kept, activities.submitted(action, state)["data"])
        return Ack(0, action["type"])

    @act
    async def presses_raw(self, user: User, message: Message, value: Json) -> Ack:
        """A press with any value at all, such as only somebody forging could send."""
        kept = self._where(user, message).messages[message.id]
        return await self._executes(user, kept, value)

    async def _executes(self, user: User, message: Message, value: Json) -> Ack:
        more = activities.invoked(message, "adaptiveCard/action", value)
        ack = await self._tell(user, "invoke", more, self._where(user, message))
        if ack.ok and not self.delivery.manners.forging:
            self._answered(user, message, ack.body)
        return replace(ack, message=message)

    def _answered(self, user: User, message: Message, body: object) -> None:
        answer = body if isinstance(body, dict) else {}
        match answer.get("type"):
            case kind if kind == ADAPTIVE and isinstance(answer.get("value"), dict):
                self.world.violations += lint_card(answer["value"], "message")
                message.shown[user.id] = answer["value"]
            case kind if kind == SPOKEN and isinstance(answer.get("value"), str):
                self.told[user.id] = answer["value"]
            case kind if kind == ERROR and answer.get("statusCode", 0) in (400, 500):
                self.told[user.id] = str(answer.get("value", {}).get("message", ""))
                return
            case other:
                self.world.violates(f"adaptiveCard/action: answered with {other!r}")
                return
        if answer.get("statusCode") != 200:
            self.world.violates(f"adaptiveCard/action: statusCode {answer.get('statusCode')!r}")

    async def _submits_message(self, user: User, message: Message, data: Json) -> Ack:
        """An Action.Submit in a message comes as a message without text."""
        more = {"value": data, "replyToId": message.id}
        return await self._tell(user, "message", more, self._where(user, message))

    async def _fetches(self, user: User, message: Message, value: Json) -> Ack:
        where = self._where(user, message)
        ack = await self._tell(user, "invoke", activities.invoked(message, "task/fetch", value), where)
        opened = Dialog(user, "", None, reply_to=message.id, conversation=where)
        return self._turned(user, opened, ack, "task/fetch")

    def _turned(self, user: User, dialog: Dialog, ack: Ack, name: str) -> Ack:
        """What an answer makes of a dialog: another card, a sentence, or nothing any more."""
        if not ack.ok or self.delivery.manners.forging:
            return ack
        dialogs = user.tenant.dialogs
        task = ack.body.get("task") if isinstance(ack.body, dict) else None
        if task is None:
            if name == "task/fetch" or ack.body not in ("", None, {}):
                self.world.violates(f"{name}: answered with {ack.body!r}")
            dialogs.pop(user.id, None)
            return ack
        turned = self._shown(dialog, task, name)
        if turned:
            dialogs[user.id] = turned
        return replace(ack, dialog=turned)

    def _shown(self, dialog: Dialog, task: Json, name: str) -> Dialog | None:
        value = task.get("value")
        if task.get("type") == "message" and isinstance(value, str) and value:
            return replace(dialog, card=None, message=value)
        if task.get("type") != "continue" or not isinstance(value, dict):
            self.world.violates(f"{name}: answered with a task {task.get('type')!r}")
            return None
        return self._continued(dialog, value, name)

    def _continued(self, dialog: Dialog, value: Json, name: str) -> Dialog | None:
        card = value.get("card")
        unknown = set(value) - IN_TASK
        if unknown:
            self.world.violates(f"{name}: unknown fields of a task: {', '.join(sorted(unknown))}")
        if not isinstance(card, dict) or card.get("contentType") != ADAPTIVE:
            self.world.violates(f"{name}: a dialog without an Adaptive Card")
            return None
        for side in ("height", "width"):
            if not isinstance(value.get(side, 1), int) and value[side] not in SIZES:
                self.world.violates(f"{name}: {side} {value[side]!r}")
        if not value.get("title"):
            self.world.violates(f"{name}: a dialog without a title")
        self.world.violations += lint_card(card["content"], "dialog")
        return replace(dialog, title=str(value.get("title", "")), card=card["content"], message="")

    @act
    async def submits(
        self, user: User, title: str, values: dict[str, object] | None = None, *, forged: bool = False
    ) -> Ack:
        """A press in the dialog that is open; LookupError when there is none or it has no such button."""
        dialog = user.tenant.dialogs.get(user.id)
        if not dialog or dialog.card is None:
            raise LookupError(f"{user.name} has no dialog open with a card")
        action, state = self._filled(dialog.card, title, values, forged=forged)
        if action["type"] != "Action.Submit":
            return Ack(0, action["type"])
        more = activities.invoked(None, "task/submit", activities.submitted(action, state))
        ack = await self._tell(user, "invoke", more, dialog.conversation)
        return self._turned(user, dialog, ack, "task/submit")

    def closes(self, user: User) -> None:
        """The dialog is closed with its cross; Teams tells nobody."""
        user.tenant.dialogs.pop(user.id, None)


def _opens(action: Json) -> bool:
    """Whether a press opens a dialog."""
    data = action.get("data")
    return isinstance(data, dict) and (data.get("msteams") or {}).get("type") == "task/fetch"
