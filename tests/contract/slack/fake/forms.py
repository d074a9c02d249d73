"""What people do in modals and in App Home."""

from dataclasses import replace

from tests.contract.slack.fake import methods_views as views
from tests.contract.slack.fake import payloads
from tests.contract.slack.fake.delivery import Ack
from tests.contract.slack.fake.filling import filled, refused
from tests.contract.slack.fake.people import People
from tests.contract.slack.fake.state import User, View
from tests.contract.slack.fake.words import Json
from tests.contract.stand_in.server import act


class Forms(People):
    """Each returns how the app acknowledged it."""

    @act
    async def presses_in_view(
        self, user: User, view: View, label: str, values: dict[str, object] | None = None
    ) -> Ack:
        """A press in a modal or in App Home."""
        state = filled(view.blocks, values)
        payload = payloads.block_actions(self.world, user, [self._action(view.blocks, label)], state)
        payload |= payloads.in_view(self.world, user, view, state)
        ack = await self.delivery.deliver("interactive", payload)
        return replace(ack, trigger_id=payload["trigger_id"])

    @act
    async def submits(
        self, user: User, view: View, values: dict[str, object] | None = None, *, forged: bool = False
    ) -> Ack:
        """A form is sent; `forged` past what Slack's own screen would hold back."""
        state = filled(view.blocks, values)
        held_back = [] if forged else refused(view.blocks, state)
        if held_back:
            raise AssertionError(f"Slack does not send this form: {'; '.join(held_back)}")
        ack = await self.delivery.deliver(
            "interactive", payloads.view_submission(self.world, user, view, state)
        )
        if ack.ok:
            self._quietly(lambda: self._submitted(user, view, ack.body))
        return ack

    def _submitted(self, user: User, view: View, body: object) -> None:
        stack = user.workspace.views.get(user.id, [])
        answer = body if isinstance(body, dict) else {}
        match answer.get("response_action"):
            case "errors":
                view.errors = self._errors(view, answer.get("errors"))
            case "update":
                views.replace(self.world, view, self._view(user, answer))
            case "push":
                views.push(self.world, stack, user.id, self._view(user, answer))
            case "clear":
                stack.clear()
            case None if not answer:
                del stack[stack.index(view) if view in stack else len(stack) :]
            case other:
                self.world.violates(f"view_submission: answered with response_action {other}")

    def _view(self, user: User, answer: Json) -> Json:
        found = answer.get("view")
        return views.linted(self.world, user.workspace, "view_submission", found or {})

    def _errors(self, view: View, errors: object) -> dict[str, str]:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or set(errors) - inputs:
            self.world.violates(f"view_submission: errors for {errors}, where the inputs are {inputs}")
            return {}
        return dict(errors)

    @act
    async def closes(self, user: User, view: View, *, cleared: bool = False) -> Ack:
        """A modal is closed without being sent; the app hears of it when the view asks for it."""
        stack = user.workspace.views.get(user.id, [])
        if view in stack:
            del stack[0 if cleared else stack.index(view) :]
        if not view.content.get("notify_on_close"):
            return Ack(0, "not asked for")
        payload = payloads.view_closed(self.world, user, view, cleared=cleared)
        return await self.delivery.deliver("interactive", payload)
