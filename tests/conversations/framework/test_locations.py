import tomllib

from hypothesis import given
from hypothesis import strategies as st

from conversations.framework.locations import lines_of_keys, nearest_line

AWKWARD = '''# [not.a.header]
plain = "a # in a text, and [brackets]"
"quoted key".'it''s' = 1
text = """
fake = 1
[fake.table]
""" # done
raw = \'\'\'
"also" = fake\'\'\'
list = [ # a remark with ]
  "one",
  ["two", "three"], { x = 1, y = [
    2,
  ] },
]
when = 1979-05-27 07:32:00
after = true

[ a . "b.c" ]
d.e = 5
escaped = "a \\" quote"

[[rows]]
id = "first"
[[rows]]
id = "second"
[rows.inner]
deep = 1
[[rows.many]]
x = 1
[[rows.many]]
x = 2
end = """two quotes at the end"""""
last = 1
'''.replace("'it''s'", "'it is'")


def test_keys_are_found_among_texts_remarks_and_nested_tables() -> None:
    tomllib.loads(AWKWARD)
    lines = lines_of_keys(AWKWARD)
    expected = {
        ("plain",): 2,
        ("quoted key", "it is"): 3,
        ("text",): 4,
        ("raw",): 8,
        ("list",): 10,
        ("list", 0): 11,
        ("list", 1): 12,
        ("list", 1, 1): 12,
        ("list", 2, "y"): 12,
        ("list", 2, "y", 0): 13,
        ("when",): 16,
        ("after",): 17,
        ("a", "b.c"): 19,
        ("a", "b.c", "d", "e"): 20,
        ("a", "b.c", "escaped"): 21,
        ("rows",): 23,
        ("rows", 0, "id"): 24,
        ("rows", 1): 25,
        ("rows", 1, "id"): 26,
        ("rows", 1, "inner", "deep"): 28,
        ("rows", 1, "many", 0, "x"): 30,
        ("rows", 1, "many", 1, "x"): 32,
        ("rows", 1, "many", 1, "last"): 34,
    }
    assert {path: lines.get(path) for path in expected} == expected
    assert not any("fake" in path for path in lines)


def test_what_is_missing_is_told_at_the_table_around_it() -> None:
    lines = lines_of_keys("a = 1\n\n[b]\nc = 2\n")
    assert nearest_line(lines, ("b", "missing", "deep")) == 3
    assert nearest_line(lines, ("nothing",)) == 1


KEYS = st.text("abc-_9 .\"'#[]=\\", min_size=1, max_size=4)
TEXTS = st.text("ab\"'#[]{}=,\\ \n", max_size=6)
VALUES = st.recursive(
    st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def inline(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"""\n{escaped}"""'
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(inline, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {inline(item)}" for key, item in value.items()) + "}"
    return str(value)


def paths(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    items = list(
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return {path} - {()} | {inner for key, item in items for inner in paths(item, (*path, key))}


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=4), max_size=4))
def test_every_key_and_element_has_the_line_where_it_was_written(
    document: dict[str, dict[str, object]],
) -> None:
    written: list[str] = []
    expected: dict[tuple[str, ...], int] = {}
    for table, entries in document.items():
        written.append(f"[{quoted(table)}] # remark")
        expected[table,] = "\n".join(written).count("\n") + 1
        for key, value in entries.items():
            written.append(f"{quoted(key)} = {inline(value)}")
            expected[table, key] = "\n".join(written[:-1]).count("\n") + 2
    text = "\n".join(written)
    assert tomllib.loads(text) == document
    lines = lines_of_keys(text)
    assert set(lines) == paths(document)
    assert {path: lines[path] for path in expected} == expected
