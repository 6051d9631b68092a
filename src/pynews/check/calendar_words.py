"""Names of days and months in the languages a community is likely to write in.

English first, short forms too; then Welsh, German, French, Spanish, Italian,
Dutch, Portuguese and Polish (in the genitive, as dates have it).
"""

from collections.abc import Mapping

__all__ = ["MONTHS", "SHORT", "WEEKDAYS"]

_WEEKDAYS = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "poniedziałek wtorek środa czwartek piątek sobota niedziela",
)
_WELSH_DAYS = "Llun Mawrth Mercher Iau Gwener Sadwrn Sul"
_MONTHS = (
    "January February March April May June July August September October November December",
    "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    (
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
        "listopada grudnia"
    ),
)
_SHORT_DAYS = {"Mon": 0, "Tue": 1, "Tues": 1, "Wed": 2, "Weds": 2, "Thu": 3, "Thur": 3}
_SHORT_DAYS |= {"Thurs": 3, "Fri": 4, "Sat": 5, "Sun": 6}
_SHORT_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


def _numbered(rows: tuple[str, ...], first: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        for number, name in enumerate(row.split(), first):
            found.setdefault(name, number)
            found.setdefault(name[:1].upper() + name[1:], number)
    return found


SHORT: Mapping[str, int] = _SHORT_DAYS
"""English short forms of weekdays, Monday is 0."""

WEEKDAYS: Mapping[str, int] = {
    **_numbered(_WEEKDAYS, 0),
    **{
        f"{word} {name}": number
        for number, name in enumerate(_WELSH_DAYS.split())
        for word in ("dydd", "Dydd", "nos", "Nos")
    },
    **_SHORT_DAYS,
}
"""Weekdays by name, Monday is 0."""

MONTHS: Mapping[str, int] = {
    **_numbered((_SHORT_MONTHS,), 1),
    "Sept": 9,
    **_numbered(_MONTHS, 1),
}
"""Months by name, January is 1."""
