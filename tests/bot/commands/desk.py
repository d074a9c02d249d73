"""An operator's desk: an installation of their own, a clock that stands still, and no traceback ever."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from typer.testing import CliRunner

from bot.app import Installation, installation
from bot.cli import app
from bot.config import settings
from storage import reports
from storage.ballots import Ballot, BallotBox, Respondent
from storage.keys import Poll
from storage.tables import Participation

HEADING = "school;school_code;work_team;name;email;roles;language"


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[list[str]]:
        """A table's cells, as they come when nobody looks at a terminal."""
        return [line.split("\t") for line in self.out.splitlines()]


@dataclass
class Desk:
    """The operator's own folder, with the commands to type in it."""

    folder: Path
    now: datetime = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    runner: CliRunner = field(default_factory=CliRunner)

    def type(self, *words: str, answer: str | None = None) -> Answer:
        result = self.runner.invoke(app, list(words), input=answer)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return Answer(result.exit_code, result.stdout, result.stderr)

    def done(self, *words: str, answer: str | None = None) -> str:
        said = self.type(*words, answer=answer)
        assert said.code == 0, said.err
        return said.out

    def refused(self, *words: str, code: int = 1, answer: str | None = None) -> str:
        said = self.type(*words, answer=answer)
        assert said.code == code, (said.out, said.err)
        return said.err

    def refused_out(self, *words: str) -> str:
        """What was said before it ended with something wrong."""
        said = self.type(*words)
        assert said.code == 1, (said.out, said.err)
        return said.out

    def file(self, name: str, *lines: str) -> str:
        path = self.folder / name
        path.write_bytes("\r\n".join((HEADING, *lines)).encode("utf-8-sig"))
        return str(path)

    def installed(self) -> Installation:
        return installation(settings(), lambda: self.now)

    def set_up(self) -> None:
        """An authority with two schools of twelve and one of three."""
        self.done("authority", "create", "Malmö stad", "--contact", "dataskydd@malmo.example")
        self.done("roster", "import", self.file("staff.csv", *people()))

    def plan(self, title: str = "Självskattningen 2027") -> None:
        days = ("--opens", "2027-01-11", "--closes", "2027-01-29")
        self.done("round", "open", "--title", title, *days, "--decision", "GRF-2026-1234")

    def polls(self) -> dict[str, Poll]:
        """The windows of the newest round by their schools' names."""
        installed = self.installed()
        with installed.memory.database.reading() as connection:
            number = reports.rounds(connection, 1)[-1].id
            views = reports.schools_in(connection, 1, number, self.now.date())
        installed.close()
        return {view.school.name: Poll(1, number, view.school.id) for view in views}

    def answer(self, poll: Poll, level: int, but: int = 0) -> None:
        """Let all at a school but so many give the same level to everything."""
        installed = self.installed()
        memory = installed.memory
        with memory.database.writing() as connection:
            rows = connection.execute(
                select(Participation.respondent_kind, Participation.respondent_id, Participation.team_id)
                .where(Participation.round_id == poll.round, Participation.school_id == poll.school)
                .order_by(Participation.id)
            ).all()
            box = BallotBox(poll, memory.keys.seal(poll))
            for kind, number, team in rows[but:]:
                box.save(connection, Respondent(kind, number), Ballot(0, team or 0, (level,) * 30))
        installed.close()


def people() -> list[str]:
    lines = ["Lilla skolan;;;Stina Rektor;stina@skola.example;rektor;"]
    lines += [f"Lilla skolan;;;Nils {n};nils{n}@skola.example;;" for n in range(3)]
    for code, school in enumerate(("Oxievångsskolan", "Åsaskolan"), start=10000001):
        lines.append(f"{school};{code};;Ö. Rektor {code};rektor{code}@skola.example;rektor;")
        lines += [
            f"{school};{code};Lag {n % 2};Åsa Öberg-Ek {n};asa{n}.{code}@skola.example;lärare;"
            for n in range(12)
        ]
    return lines
