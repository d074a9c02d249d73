"""The elements of Block Kit that people press, choose and fill in."""

from collections.abc import Iterator

from tests.contract.slack.lint_shapes import (
    KIND,
    Check,
    array,
    both,
    exactly_one,
    flag,
    matching,
    number,
    one_of,
    plain,
    shape,
    string,
    text,
    whole,
    wrong,
)

ID = string(255)
DATE = matching(r"\d{4}-\d\d-\d\d")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d")
CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
DISPATCH = shape(
    {}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), most=2)}
)
COMMON = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": flag}
FIELD = {"placeholder": plain(150)}
TYPED = {**COMMON, **FIELD, "dispatch_action_config": DISPATCH}

OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
MARKED_OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
OVERFLOW_OPTION = shape(
    {"text": plain(75), "value": string(150)}, {"description": plain(75), "url": string(3000)}
)
GROUP = shape({"label": plain(75), "options": array(OPTION, most=100)})


def _slack_file(value: object, where: str) -> Iterator[str]:
    yield from both(shape({}, {"id": ID, "url": string(3000)}), exactly_one("id", "url"))(value, where)


PICTURE = {"image_url": matching(r"https?://\S{1,2990}"), "slack_file": _slack_file}
IMAGE = both(shape({"type": KIND, "alt_text": string(2000)}, PICTURE), exactly_one("image_url", "slack_file"))

BUTTON = shape(
    {"type": KIND, "text": plain(75)},
    {
        "action_id": ID,
        "url": string(3000),
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
OVERFLOW = shape(
    {"type": KIND, "options": array(OVERFLOW_OPTION, most=5)}, {"action_id": ID, "confirm": CONFIRM}
)


def _select(several: bool) -> Check:  # noqa: FBT001 -- read where it is called, two lines down
    first = {"initial_options": array(OPTION, most=100)} if several else {"initial_option": OPTION}
    own = {"options": array(OPTION, most=100), "option_groups": array(GROUP, most=100)}
    most = {"max_selected_items": whole(1, 100)} if several else {}
    looks = shape({"type": KIND}, {**COMMON, **FIELD, **own, **first, **most})
    return both(looks, exactly_one("options", "option_groups"), _among_options)


def _among_options(value: object, where: str) -> Iterator[str]:
    """What is chosen from the beginning must be one of the options, to the letter."""
    if not isinstance(value, dict):
        return
    options = list(value.get("options") or [])
    for group in value.get("option_groups") or []:
        options += group.get("options", [])
    chosen = list(value.get("initial_options") or [])
    chosen += [value["initial_option"]] if "initial_option" in value else []
    for each in chosen:
        if each not in options:
            yield from wrong("initial option must be one of the options", where)


def _choices(several: bool) -> Check:  # noqa: FBT001 -- the same
    first = (
        {"initial_options": array(MARKED_OPTION, most=10)} if several else {"initial_option": MARKED_OPTION}
    )
    looks = shape({"type": KIND, "options": array(MARKED_OPTION, most=10)}, {**COMMON, **first})
    return both(looks, _among_options)


def _written(most: int, **more: Check) -> Check:
    return shape({"type": KIND}, {**TYPED, "initial_value": string(most), **more})


def _of_workspace(name: str) -> Check:
    more = {f"initial_{name}": ID, "response_url_enabled": flag, "default_to_current_conversation": flag}
    return shape({"type": KIND}, {**COMMON, **FIELD, **more})


def _several_of_workspace(name: str) -> Check:
    more = {f"initial_{name}": array(ID, most=100), "max_selected_items": whole(1, 100)}
    return shape({"type": KIND}, {**COMMON, **FIELD, **more})


SELECTS: dict[str, Check] = {
    "static_select": _select(several=False),
    "multi_static_select": _select(several=True),
    "users_select": _of_workspace("user"),
    "conversations_select": _of_workspace("conversation"),
    "channels_select": _of_workspace("channel"),
    "multi_users_select": _several_of_workspace("users"),
    "multi_conversations_select": _several_of_workspace("conversations"),
    "multi_channels_select": _several_of_workspace("channels"),
}
PICKERS: dict[str, Check] = {
    "checkboxes": _choices(several=True),
    "radio_buttons": _choices(several=False),
    "datepicker": shape({"type": KIND}, {**COMMON, **FIELD, "initial_date": DATE}),
    "timepicker": shape({"type": KIND}, {**COMMON, **FIELD, "initial_time": TIME, "timezone": ID}),
    "datetimepicker": shape({"type": KIND}, {**COMMON, "initial_date_time": whole(10**9, 10**10 - 1)}),
}
WRITTEN: dict[str, Check] = {
    "plain_text_input": _written(3000, multiline=flag, min_length=whole(0, 3000), max_length=whole(1, 3000)),
    "email_text_input": _written(3000),
    "url_text_input": _written(3000),
    "number_input": shape(
        {"type": KIND, "is_decimal_allowed": flag},
        {**TYPED, "initial_value": string(100), "min_value": string(100), "max_value": string(100)},
    ),
    "file_input": shape(
        {"type": KIND}, {"action_id": ID, "filetypes": array(ID, most=50), "max_files": whole(1, 10)}
    ),
}
PRESSED: dict[str, Check] = {"button": BUTTON, "overflow": OVERFLOW}

IN_ACTIONS: dict[str, Check] = {**PRESSED, **SELECTS, **PICKERS}
IN_SECTION: dict[str, Check] = {
    **PRESSED,
    **SELECTS,
    **{name: PICKERS[name] for name in ("checkboxes", "radio_buttons", "datepicker", "timepicker")},
    "image": IMAGE,
}
IN_INPUT: dict[str, Check] = {**SELECTS, **PICKERS, **WRITTEN}
NUMBER = number
