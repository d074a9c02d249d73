"""Everything that is wrong with a framework's files, in one go."""

from collections.abc import Iterator, Mapping

from conversations.framework.files import FRAMEWORK_FILE, ParsedFile, parsed
from conversations.framework.problems import Problem
from conversations.framework.rulebook import FRAMEWORK_SHAPE, broken_rules
from conversations.framework.shapes import differences
from conversations.framework.wording import broken_wording, language_shape

# After one of these, a key that later checks read may be absent or of another type.
UNREADABLE = {"missing-key", "unknown-key", "wrong-type"}


def problems(sources: Mapping[str, str | bytes]) -> tuple[Problem, ...]:
    """Return all problems of a framework's files, by file and line; `sources` maps file names to contents.

    The language files are compared with framework.toml as soon as its types are right.
    """
    return tuple(
        sorted(_all(sources), key=lambda found: (found.file != FRAMEWORK_FILE, found.file, found.line))
    )


def _all(sources: Mapping[str, str | bytes]) -> Iterator[Problem]:
    if FRAMEWORK_FILE not in sources:
        why = "A framework has a file with its areas and criteria"
        yield Problem(FRAMEWORK_FILE, "", 1, "missing-file", (("why", why), ("wanted", FRAMEWORK_FILE)))
    files = [parsed(name, content) for name, content in sources.items()]
    yield from (file for file in files if isinstance(file, Problem))
    tables = {file.name: file for file in files if isinstance(file, ParsedFile)}
    if framework := tables.pop(FRAMEWORK_FILE, None):
        yield from _framework_problems(framework, set(sources), tables)


def _framework_problems(
    framework: ParsedFile, names: set[str], language_files: Mapping[str, ParsedFile]
) -> Iterator[Problem]:
    different = list(differences(framework, FRAMEWORK_SHAPE))
    yield from different
    if any(found.code in UNREADABLE for found in different):
        return
    yield from broken_rules(framework)
    yield from _missing_files(framework, names)
    for file in language_files.values():
        yield from _language_problems(framework, file)


def _missing_files(framework: ParsedFile, names: set[str]) -> Iterator[Problem]:
    for index, language in enumerate(framework.table["languages"]):
        wanted = f"{language}.toml"
        if wanted not in names:
            why = f"The language {language} is listed"
            yield framework.problem(("languages", index), "missing-file", why=why, wanted=wanted)


def _language_problems(framework: ParsedFile, file: ParsedFile) -> Iterator[Problem]:
    language = file.name.removesuffix(".toml")
    if language not in framework.table["languages"]:
        yield file.problem((), "unlisted-file", language=language)
        return
    yield from differences(file, language_shape(framework.table))
    yield from broken_wording(file)
