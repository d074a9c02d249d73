"""The lint says what is wrong with a card, and where."""

import copy

import pytest

from tests.contract.teams.asking import NOTE, OPENS, PRESS, SAVES, card
from tests.contract.teams.fake.words import Json
from tests.contract.teams.lint import lint_card

CELL = {"type": "TableCell", "items": [{"type": "TextBlock", "text": "3", "wrap": True}]}
TABLE = {
    "type": "Table",
    "columns": [{"width": 1}, {"width": 2}],
    "rows": [{"type": "TableRow", "cells": [CELL, CELL]}],
}
COLUMN = {"type": "Column", "width": 3, "items": [{"type": "TextBlock", "text": "3", "wrap": True}]}
CHOICES = {
    "type": "Input.ChoiceSet",
    "id": "choice",
    "label": "Välj",
    "choices": [{"title": "Ja", "value": "1"}, {"title": "Nej", "value": "2"}],
}
RICH = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "Hej", "weight": "bolder"}, " du"]}


def with_body(*elements: Json) -> Json:
    return card() | {"body": list(elements)}


def test_all_that_is_well_is_let_through() -> None:
    facts = {"type": "FactSet", "facts": [{"title": "Svar", "value": "12 av 30"}]}
    bars = {"type": "ColumnSet", "columns": [COLUMN, COLUMN | {"width": "auto"}]}
    box = {"type": "Container", "style": "emphasis", "items": [RICH, facts, bars]}
    buttons = {"type": "ActionSet", "actions": [PRESS, OPENS]}
    assert lint_card(with_body(TABLE, box, NOTE, CHOICES, buttons), "message") == []
    assert lint_card(with_body(NOTE) | {"actions": [SAVES]}, "dialog") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"version": "1.6"}, "card.version: '1.6' is none that Teams shows"),
        ({"lang": ""}, "card.lang: '' is no language"),
        ({"fallbackText": ""}, "card.fallbackText: missing"),
        ({"$schema": "x"}, "card.$schema: 'x'"),
        ({"colour": "blue"}, "card: AdaptiveCard has no colour"),
        ({"body": []}, "card.body: nothing in it"),
        ({"actions": [PRESS] * 7}, "card.actions: 7 actions, of which Teams shows 6"),
        ({"actions": []}, "card.actions: nothing in it"),
    ],
)
def test_the_card_itself(wrong: Json, sentence: str) -> None:
    assert sentence in lint_card(card() | wrong)


@pytest.mark.parametrize(
    ("element", "sentence"),
    [
        ({"type": "Badge", "text": "Ny"}, "card.body[0]: no element 'Badge' there"),
        ({"type": "TextBlock", "text": " ", "wrap": True}, "card.body[0].text: empty text ' '"),
        ({"type": "TextBlock", "text": "x"}, "card.body[0]: a TextBlock that does not wrap is cut off"),
        (
            {"type": "TextBlock", "text": "x", "wrap": True, "size": "huge"},
            "card.body[0].size: 'huge' is none of",
        ),
        ({"type": "TextBlock", "wrap": True}, "card.body[0]: TextBlock without text"),
        (RICH | {"inlines": [{"type": "TextRun", "text": " "}]}, "card.body[0]: empty text"),
        ({"type": "Container", "items": []}, "card.body[0].items: nothing in it"),
        (
            {"type": "ColumnSet", "columns": [RICH]},
            "card.body[0].columns[0]: no element 'RichTextBlock' there",
        ),
        (
            {"type": "ColumnSet", "columns": [COLUMN | {"width": 0}]},
            "card.body[0].columns[0].width: no width",
        ),
        (COLUMN, "card.body[0]: no element 'Column' there"),
        (TABLE | {"columns": [{"width": 1}]}, "card.body[0].rows[0]: 2 cells in 1 columns"),
        (
            {"type": "Image", "url": "data:image/png;base64,x", "altText": "x"},
            "card.body[0].url: not an address",
        ),
        ({"type": "Image", "url": "https://x.se/x.png"}, "card.body[0]: Image without altText"),
        ({"type": "Input.Text", "id": "n"}, "card.body[0]: Input.Text without label"),
        ({"type": "Input.Text", "label": "N"}, "card.body[0]: Input.Text without id"),
        (NOTE | {"isRequired": True}, "card.body[0]: required, without errorMessage"),
        (CHOICES | {"value": "3"}, "card.body[0].value: '3' is no choice"),
        (CHOICES | {"choices": []}, "card.body[0].choices: nothing in it"),
    ],
)
def test_elements(element: Json, sentence: str) -> None:
    assert any(each.startswith(sentence) for each in lint_card(with_body(element)))


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (PRESS | {"verb": ""}, "card.actions[0].verb: empty text ''"),
        (PRESS | {"data": {}}, "card.actions[0]: Action.Execute without data.action"),
        (PRESS | {"verb": "other"}, "card.actions[0]: data.action 'press' is another than the verb 'other'"),
        (PRESS | {"title": ""}, "card.actions[0]: Action.Execute without title"),
        (SAVES, "card.actions[0]: Action.Submit in a message opens no dialog"),
        (
            {"type": "Action.OpenUrl", "title": "x", "url": "javascript:1"},
            "card.actions[0].url: not an address",
        ),
        ({"type": "Action.Popover", "title": "x"}, "card.actions[0]: no action 'Action.Popover'"),
    ],
)
def test_actions(action: Json, sentence: str) -> None:
    assert any(each.startswith(sentence) for each in lint_card(card(action)))


def test_what_a_dialog_cannot_do() -> None:
    assert lint_card(card(PRESS), "dialog") == ["card.actions[0]: Action.Execute does nothing in a dialog"]
    assert lint_card(card(OPENS), "dialog") == ["card.actions[0]: a dialog cannot open another dialog"]


def test_ids_and_labels_are_there_once() -> None:
    assert lint_card(with_body(NOTE, copy.deepcopy(NOTE))) == [
        "card: the id 'note' twice",
        "card: the label 'Anteckning' twice",
    ]


def test_a_card_that_is_too_large() -> None:
    found = lint_card(card(text="å" * 8_000))
    assert found == ["card: 32200 bytes is more than 28672"]
    assert lint_card("no card") == ["card: no object"]
