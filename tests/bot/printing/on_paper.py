"""A school, its result, its plans and its certificate, for whatever is to be printed."""

from dataclasses import replace
from datetime import UTC, date, datetime

from conversations.certification import CertificateFacts, Decision
from conversations.context import Context, SchoolView
from conversations.facts import (
    AuthorityFacts,
    Counts,
    Duty,
    Listener,
    Me,
    RoundFacts,
    SchoolFacts,
    WindowFacts,
)
from conversations.framework import load, packaged
from conversations.plans import MeasureFacts, PlanFacts
from conversations.rules.calendar import Calendar
from conversations.snapshot import AreaResult, CriterionResult, Index, Snapshot
from conversations.turn import To

FRAMEWORK = load(packaged("malmo-2022-2025"))
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
TODAY = date(2027, 3, 1)
ADDRESS = "https://skolsteg.kommun.example"
NUMBER = "DS-2027-7K3MQ-2XV9A"
SCHOOL = SchoolFacts(3, "Almgårdens skola", 30)
LONG = "Internationella Engelska och Montessoriinriktade Grundskolan i Västra Skrävlinge och Norra Rosengård"
HOSTILE = '#strike[x] *fet* _kursiv_ $x^2$ <script>alert("1")</script> `kod` \\ @cite // slut /* */ = Rubrik'
CERTIFICATE = CertificateFacts(5, SCHOOL, NUMBER, date(2027, 6, 11), date(2030, 6, 11), FRAMEWORK)


def certificate(name: str) -> CertificateFacts:
    return replace(CERTIFICATE, school=replace(SCHOOL, name=name))


def snapshot(*levels: int, shown: bool = True) -> Snapshot:
    areas = tuple(
        AreaResult(area.id, level, Index(level + 0.3))
        for area, level in zip(FRAMEWORK.areas, levels, strict=True)
    )
    criteria = tuple(
        CriterionResult(each.id, level, level >= 3)
        for area, level in zip(FRAMEWORK.areas, levels, strict=True)
        for each in FRAMEWORK.criteria_of(area.id)
    )
    missing = tuple(each.id for each in criteria if not each.reached)
    return Snapshot(
        framework_hash=FRAMEWORK.hash,
        kind="yearly",
        basis="individual",
        rules=(),
        eligible=30,
        answered=25,
        shown=shown,
        outcome="on_the_way" if missing else "reached",
        qualifies=not missing,
        criteria=criteria,
        areas=areas,
        missing=missing,
    )


def view(result: Snapshot | None, name: str = SCHOOL.name) -> SchoolView:
    window = WindowFacts(
        date(2027, 1, 11),
        date(2027, 1, 22),
        datetime(2027, 1, 10, 23, tzinfo=UTC),
        datetime(2027, 1, 22, 23, tzinfo=UTC),
        frozen=True,
    )
    facts = RoundFacts(2, "Skattningen 2027", "yearly", "individual", leadership=False, framework=FRAMEWORK)
    school = replace(SCHOOL, name=name)
    previous = snapshot(2, 2, 1, 2, 3)
    return SchoolView(facts, school, window, Counts(30, 0, 25), snapshot=result, previous=previous)


SAM = Listener(9, "Samira Lindqvist-Åkerström", "sv")
MEASURES = (
    MeasureFacts(11, FRAMEWORK.criteria[0].id, "Skriv ner högst tre mål.", SAM, date(2027, 4, 12), "done"),
    MeasureFacts(12, FRAMEWORK.criteria[1].id, "Låna robotar. " * 20, None, None, "stuck", "Inga lediga."),
    MeasureFacts(13, "", "Egen insats: studiedag om källkritik.", SAM, date(2027, 5, 3), "on_the_way"),
)
PLAN = PlanFacts(2, "Skattningen 2027", SCHOOL, FRAMEWORK.hash, date(2027, 2, 3), MEASURES)
LAST = PlanFacts(
    1,
    "Skattningen 2026",
    SCHOOL,
    FRAMEWORK.hash,
    date(2026, 2, 3),
    (
        MeasureFacts(1, "", "Dela exempel på arbetsplatsträff", SAM, status="done", outcome="Blev en vana."),
        MeasureFacts(2, "", "Köp in tio bärbara datorer", status="planned"),
    ),
)
DECISIONS = (
    Decision(datetime(2027, 2, 3, 9, tzinfo=UTC), "Rut Ek", "application sent", SCHOOL.name),
    Decision(
        datetime(2027, 3, 9, 13, tzinfo=UTC),
        "Karin Öst",
        "application accepted",
        SCHOOL.name,
        "Skolan visar tydligt hur den tänker arbeta med källkritik, och personalen har varit med. " * 3,
    ),
    Decision(datetime(2027, 6, 11, 12, tzinfo=UTC), "", "certificate issued", SCHOOL.name),
)


def context(language: str = "sv", plans: tuple[PlanFacts, ...] = (PLAN, LAST)) -> Context:
    return Context(
        now=NOW,
        authority=AuthorityFacts(
            1, "Grundskoleförvaltningen", Calendar("Europe/Stockholm"), "a@skola.example"
        ),
        place=To("person", 7),
        me=Me(7, "Rut Ek", language, (Duty("principal", 3),)),
        plans=plans,
        log=DECISIONS,
    )
