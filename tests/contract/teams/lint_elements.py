"""The elements and actions of Adaptive Cards 1.5: which fields each must and may have.

After the schema of version 1.5 and what Teams documents beside it (`msteams`, `targetWidth`). The fields that
hold elements or actions are checked by `lint`, which goes through the whole card.
"""

from dataclasses import dataclass, field

from tests.contract.teams.lint_shapes import (
    COLORS,
    FONTS,
    HEIGHTS,
    SIDES,
    SIZES,
    SPACINGS,
    STYLES,
    WEIGHTS,
    Check,
    address,
    any_text,
    element_height,
    fine,
    flag,
    image_side,
    number,
    one_of,
    pixels,
    requires,
    target_width,
    text,
    width,
)

Fields = dict[str, Check]


@dataclass(frozen=True)
class Kind:
    """What one type must have and may have."""

    must: Fields = field(default_factory=dict)
    may: Fields = field(default_factory=dict)


ANY: Fields = {"type": fine, "id": text, "requires": requires, "fallback": fine}
ELEMENT: Fields = {
    **ANY,
    "isVisible": flag,
    "separator": flag,
    "spacing": SPACINGS,
    "height": element_height,
    "targetWidth": target_width,
}
_TEXT: Fields = {"color": COLORS, "fontType": FONTS, "isSubtle": flag, "size": SIZES, "weight": WEIGHTS}
_BOX: Fields = {
    "selectAction": fine,
    "style": STYLES,
    "verticalContentAlignment": HEIGHTS,
    "bleed": flag,
    "minHeight": pixels,
    "rtl": flag,
}
_CELLS: Fields = {"horizontalCellContentAlignment": SIDES, "verticalCellContentAlignment": HEIGHTS}
_INPUT: Fields = {"label": text, "isRequired": flag, "errorMessage": text}
_RANGE: Fields = {"placeholder": text, "min": any_text, "max": any_text, "value": any_text}
_CHOICE_STYLES = one_of("compact", "expanded", "filtered")
_TEXT_STYLES = one_of("text", "tel", "url", "email", "password")

ELEMENTS: dict[str, Kind] = {
    "TextBlock": Kind(
        {"text": text},
        {
            **_TEXT,
            "horizontalAlignment": SIDES,
            "maxLines": number,
            "wrap": flag,
            "style": one_of("default", "heading", "columnHeader"),
        },
    ),
    "RichTextBlock": Kind({"inlines": fine}, {"horizontalAlignment": SIDES}),
    "Image": Kind(
        {"url": address, "altText": text},
        {
            "backgroundColor": text,
            "horizontalAlignment": SIDES,
            "selectAction": fine,
            "size": one_of("auto", "stretch", "small", "medium", "large"),
            "style": one_of("default", "person"),
            "width": pixels,
            "height": image_side,
            "msteams": requires,
        },
    ),
    "ImageSet": Kind({"images": fine}, {"imageSize": one_of("small", "medium", "large")}),
    "Media": Kind({"sources": fine, "altText": text}, {"poster": address, "captionSources": fine}),
    "Container": Kind({"items": fine}, _BOX),
    "ColumnSet": Kind(
        {"columns": fine},
        {
            "selectAction": fine,
            "style": STYLES,
            "bleed": flag,
            "minHeight": pixels,
            "horizontalAlignment": SIDES,
        },
    ),
    "Column": Kind({"items": fine}, {**_BOX, "width": width}),
    "FactSet": Kind({"facts": fine}),
    "Table": Kind(
        {"columns": fine, "rows": fine},
        {**_CELLS, "firstRowAsHeader": flag, "showGridLines": flag, "gridStyle": STYLES},
    ),
    "TableRow": Kind({"cells": fine}, {**_CELLS, "style": STYLES}),
    "TableCell": Kind({"items": fine}, _BOX),
    "ActionSet": Kind({"actions": fine}),
    "Input.Text": Kind(
        {"id": text},
        {
            **_INPUT,
            "placeholder": text,
            "maxLength": number,
            "isMultiline": flag,
            "regex": text,
            "style": _TEXT_STYLES,
            "inlineAction": fine,
            "value": any_text,
        },
    ),
    "Input.Number": Kind(
        {"id": text}, {**_INPUT, "placeholder": text, "min": number, "max": number, "value": number}
    ),
    "Input.Date": Kind({"id": text}, {**_INPUT, **_RANGE}),
    "Input.Time": Kind({"id": text}, {**_INPUT, **_RANGE}),
    "Input.Toggle": Kind(
        {"id": text, "title": text},
        {**_INPUT, "value": any_text, "valueOn": text, "valueOff": any_text, "wrap": flag},
    ),
    "Input.ChoiceSet": Kind(
        {"id": text, "choices": fine},
        {
            **_INPUT,
            "isMultiSelect": flag,
            "style": _CHOICE_STYLES,
            "value": any_text,
            "placeholder": text,
            "wrap": flag,
        },
    ),
}
TEXT_RUN = Kind(
    {"type": one_of("TextRun"), "text": any_text},
    {
        **_TEXT,
        "highlight": flag,
        "italic": flag,
        "selectAction": fine,
        "strikethrough": flag,
        "underline": flag,
    },
)
FACT = Kind({"title": text, "value": text})
CHOICE = Kind({"title": text, "value": text})
TABLE_COLUMN = Kind({}, {**_CELLS, "type": one_of("TableColumnDefinition"), "width": width})
ACTION: Fields = {
    **ANY,
    "title": text,
    "iconUrl": address,
    "style": one_of("default", "positive", "destructive"),
    "isEnabled": flag,
    "mode": one_of("primary", "secondary"),
    "tooltip": text,
}
_INPUTS = one_of("auto", "none")
ACTIONS: dict[str, Kind] = {
    "Action.Execute": Kind({"verb": text, "data": requires}, {"associatedInputs": _INPUTS}),
    "Action.Submit": Kind({"data": requires}, {"associatedInputs": _INPUTS, "msteams": requires}),
    "Action.OpenUrl": Kind({"url": address}),
    "Action.ToggleVisibility": Kind({"targetElements": fine}),
    "Action.ShowCard": Kind({"card": fine}),
}
CARD = Kind(
    {"type": one_of("AdaptiveCard"), "version": text, "body": fine},
    {
        "$schema": any_text,
        "actions": fine,
        "selectAction": fine,
        "fallbackText": text,
        "minHeight": pixels,
        "rtl": flag,
        "speak": text,
        "lang": text,
        "verticalContentAlignment": HEIGHTS,
        "refresh": requires,
        "authentication": requires,
        "metadata": requires,
        "msteams": requires,
    },
)
