#!/usr/bin/env python3
"""Writes the person table, its lists and offices.tsv from the facts beside it.

A line of persons-*.txt is `name; other forms; surname; offices`. Above them stand `@country CODE` (ISO alpha-2, or
the body whose official one was; XX for none) and `@order`: how the names of that country turn about.
The third field lists how the surname alone may mean the person:
  nothing   the last word, after a title of the office, in the years of office (left out where two would clash)
  `!`       the last word, or the word that follows, on its own from two years before the first office
  `?`       as `!`, but only in an article that has a word of the country (country-words.txt), and after a title as above
  `-`       not at all;  `Word [options]`  as the options say
Of other forms a rank asks to stand before the name and is no part of it: `General Franco`.
A row that the date alone tells from another's has a kind `by date`, which an article without one cannot trust.
A surname that no title must precede never follows another given name. Offices are `code from..to`, or
`code@PLACE from..to` for one held elsewhere. A name after `CODE/` is of another nationality than its office.
"""

import os
import re
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(FOLDER, "..", "..", "gazetteer"))
import table_format  # noqa: E402

HEAD = """Persons of public life by name, dated where a name alone tells them. Written by make_persons.py; do not edit by hand.
Facts, 2025-11: official lists of office holders, from general knowledge."""

FILES = [f"persons-{part}.txt" for part in ("americas", "europe", "asia", "africa-mideast", "world", "more")]

# Code: the last words of the titles of those who hold the office.
OFFICES = {
    "p": "@president",  # president
    "vp": "@president",  # vice president
    "pm": "@minister",  # prime minister
    "c": "@chancellor",  # chancellor
    "k": "king|queen|emperor|sultan|emir",  # monarch
    "sl": "leader|chairman",  # supreme leader
    "gs": "secretary|leader|chairman|chief",  # party leader
    "ce": "executive",  # chief executive
    "gg": "general",  # governor-general
    "fmin": "@minister",  # first minister
    "fm": "@minister",  # foreign minister
    "dm": "@minister",  # defence minister
    "fin": "@minister|@secretary|@chancellor",  # finance minister
    "int": "@minister",  # interior minister
    "en": "@minister|@secretary",  # energy minister
    "tr": "@minister|representative",  # trade minister
    "com": "@secretary",  # commerce secretary
    "hm": "@secretary",  # health minister
    "ag": "general",  # attorney general
    "ag-min": "@secretary",  # agriculture minister
    "bud": "director",  # budget director
    "ss": "@secretary",  # secretary of state
    "sd": "@secretary",  # secretary of defense
    "nsa": "adviser|advisor",  # national security adviser
    "cos": "staff",  # chief of staff
    "cia": "director|chief",  # director of the CIA
    "fbi": "director|chief",  # director of the FBI
    "sp": "speaker",  # speaker
    "cb": "@governor|@chairman|@president",  # central bank governor
    "wb": "@president",  # president of the World Bank
    "imf": "director|chief|head",  # managing director of the IMF
    "sg": "general|chief",  # secretary-general
    "dg": "general|chief",  # director-general
    "who": "general|chief",  # director-general of the WHO
    "iaea": "general|chief",  # director general of the IAEA
    "icc": "prosecutor",  # prosecutor of the ICC
    "euc": "@president",  # president of the European Commission
    "eup": "@president",  # president of the European Council
    "hr": "representative|chief",  # high representative of the EU
    "ga": "@president",  # president of the General Assembly
    "pope": "pope",  # pope
}
LISTS = {
    "president": "president elect",
    "minister": "minister premier pm taoiseach",
    "secretary": "secretary state",
    "chancellor": "chancellor exchequer",
    "governor": "governor chief",
    "chairman": "chairman chair chief",
}
# Ranks and addresses that are no part of a name, as *King* and *Lord* are.
RANK = re.compile(
    r"(General|Generalissimo|(Field )?Marshal|Admiral|Colonel|Captain|M|Dr|President|Chairman) (?=[A-Z]\w)"
)
CROWN = re.compile(r"(King|Queen|Emperor|Kaiser|Tsar|Czar|Sultan|Emir|Pope) ")
# Before a surname these make it another's, or a place: bin Mubarak, Lake Nasser, J. Haley. `m` stays out: M. Briand.
PARTICLES = "bin ibn bint abu saint st san santa fort lake mount camp port cape b c d e f g h j k l n o p q r t v w x y z"
# Letters that Unicode does not take apart; papers write the plain one.
PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "ə": "a"}
)
# How German names stand where there are no umlauts.
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def parse_offices(text):
    """[(code, from, to)] of `p 2021-01-20..2025-01-20, sg@NATO 2014-10-01..`."""
    found = []
    for part in table_format.split_outside(text, ","):
        code, span = part.split()
        code = code.partition("@")[0]
        start, end = span.split("..")
        assert code in OFFICES, f"no office {code}"
        assert table_format.DATE.match(start) and (not end or table_format.DATE.match(end)), part
        assert table_format.overlap((start, end), (start, end)), f"{part} ends before it begins"
        found.append((code, start, end))
    return found


def variants(form, order):
    """A name as it also stands: initials together, plain letters, family name first or last."""
    found = [form, re.sub(r"\b([A-Z])\.? ([A-Z])\b\.?(?= )", r"\1\2", form)]
    family, _, given = form.partition(" ")
    if order == "family-first" and re.fullmatch(r"[A-Z][a-z]+-[a-z]+", given):
        found += [f"{given} {family}", f"{family} {given.replace('-', '')}"]
    found += [name.translate(letters) for name in found for letters in (PLAIN, UMLAUTS)]
    return list(
        dict.fromkeys(name.replace(". ", " ").rstrip(".") if "Jr" not in name else name for name in found)
    )


class Persons:
    """Reads the facts into a table; titled surnames wait until it is known which of them would clash."""

    def __init__(self, table):
        self.table, self.country, self.order = table, "", ""
        self.titled, self.ids = [], set()

    def add_line(self, line):
        if line.startswith("@"):
            word, value = line.split()
            assert word in ("@country", "@order"), line
            if word == "@country":
                self.country, self.order = value, ""
            else:
                self.order = value
            return
        fields = [part.strip() for part in line.split(";")]
        assert 2 <= len(fields) <= 4 or (len(fields) == 5 and not fields[4]), f"{line}: fields"
        name, forms, surname, offices = (fields + ["", "", ""])[:4]
        nationality, _, name = name.rpartition("/")
        identifier = f"{nationality or self.country}/{name}"
        assert identifier not in self.ids, f"{identifier} twice"
        self.ids.add(identifier)
        held = parse_offices(offices)
        self.add_names(identifier, name, "" if forms == "-" else forms, held)
        for entry in table_format.split_outside(surname, ",") or [""]:
            self.add_surname(identifier, name, entry, held)
        if any(code == "pope" for code, _, _ in held):
            _, start, end = held[0]
            self.table.add(identifier, name, "the pope", "office", "caps", (), (start, end), "0.5")

    def add_names(self, identifier, name, forms, held):
        turns = ["any-order"] if self.order == "either" and re.fullmatch(r"[^\W\d]+ [^\W\d]+", name) else []
        for form in variants(name, self.order):
            self.table.add(identifier, name, form, "name", "caps", turns, (earliest(form, held), ""))
        for form in table_format.split_outside(forms, ","):
            text, bracket, options = form.partition("[")
            kind, rank = "name", RANK.match(text.strip())
            if rank:
                text = text.strip()[rank.end() :]
                if " " not in text:
                    kind, bracket = "surname", "["
                    options = f"after:{table_format.words(rank.group(1))[-1]} {options or ']'}"
            for variant in variants(text.strip(), self.order):
                if ".." not in options and earliest(variant, held):
                    bracket, options = "[", f"{earliest(variant, held)}.. {options or ']'}"
                self.table.add_form(identifier, name, f"{variant} {bracket}{options}".strip(), kind=kind)

    def add_surname(self, identifier, name, entry, held):
        first = min((start for _, start, _ in held), default="")
        word = re.sub(r"^(al|el)-", "", name.split()[-1])
        if entry == "-":
            return
        if entry == "":
            for code, start, end in held:
                self.titled.append((identifier, name, word, OFFICES[code], start, end))
            return
        if entry[0] == "?":
            self.add_surname(identifier, name, "", held)
        text, _, options = entry.lstrip("!?").partition("[")
        options = options.rstrip("]").split()
        if entry[0] == "?" and not any(option.startswith("needs:") for option in options):
            assert (
                f"about-{self.country}" in self.table.lists
            ), f"no words of {self.country} in country-words.txt"
            options.append(f"needs:@about-{self.country}")
        if not any(option.startswith("after:") for option in options):
            options = bare(options)
            if not any(".." in option for option in options) and first:
                options.append(f"{int(first[:4]) - 2}..")
        form = text.strip() or word
        for form in dict.fromkeys((form, form.translate(PLAIN), form.translate(UMLAUTS))):
            self.table.add_form(identifier, name, f"{form} [{' '.join(options)}]", kind="surname")

    def add_titled(self):
        """Adds surnames after a title, but none that another row could mean. Returns those left out."""
        left_out = []
        for identifier, name, word, title, start, end in self.titled:
            row = {
                "id": identifier,
                "from": start,
                "to": end,
                "lang": "",
                "conditions": self.table.expand(f"after:{title}"),
            }
            forms = list(dict.fromkeys((word, word.translate(PLAIN), word.translate(UMLAUTS))))
            rivals = [
                other for form in forms for other in self.table.by_words.get(table_format.words(form), [])
            ]
            rivals += [
                {"id": other, "from": begin, "to": last, "lang": "", "conditions": f"after:{titles}"}
                for other, _, others, titles, begin, last in self.titled
                if table_format.fold(others) == table_format.fold(word)
            ]
            if any(other["id"] != identifier and not self.table.excluded(row, other) for other in rivals):
                left_out.append(f"{identifier} {start}..{end}")
                continue
            for form in forms:
                self.table.add(identifier, name, form, "surname", "caps", [f"after:{title}"], (start, end))
        return left_out


def earliest(form, held):
    """The first year a name may mean its bearer: long before the first office, for one word or a crown less long."""
    years = 10 if CROWN.match(form) else 40 if " " in form else 15
    return str(min(int(start[:4]) for _, start, _ in held) - years) if held else ""


def mark_dated(table):
    """Gives rows whose words another row has at another time, and is told apart by nothing else, a kind of their own."""
    for rows in table.by_words.values():
        always = [{**row, "from": "", "to": ""} for row in rows]
        for first, row in zip(always, rows):
            if any(first["id"] != other["id"] and not table.excluded(first, other) for other in always):
                if not row["kind"].endswith("by date"):
                    row["kind"] += " by date"


def bare(options):
    """Options with the given names a surname on its own may not follow."""
    given = "@name-before"
    options = [option.replace("@given", given) for option in options]
    for index, option in enumerate(options):
        if option.startswith("not-after:"):
            options[index] = option if given in option else f"{option}|{given}"
            return options
    return options + [f"not-after:{given}"]


def add_lists(table):
    """The lists that the conditions use, and a finder of names."""
    plain, _, ambiguous = "\n".join(table_format.facts(FOLDER, "given-names.txt")).partition("@also-words")
    table.add_list("given", plain + ambiguous)
    also_words = {table_format.fold(word) for word in ambiguous.split()}
    table.add_list("name-before", " ".join(word for word in table.lists["given"] if word not in also_words))
    table.add_list("name-before", PARTICLES)
    names = ("not-name", "thing", "namesake")
    for name, words in zip(names, re.split(r"@\w+", "\n".join(table_format.facts(FOLDER, "not-names.txt")))):
        table.add_list(name, words)
    for name, text in LISTS.items():
        table.add_list(name, text)
    for line in table_format.facts(FOLDER, "country-words.txt"):
        code, text = line.split(";")
        table.add_list(f"about-{code}", text)
    for form, _ in offices():
        table.add_list("office", table_format.words(form)[-1])


def offices():
    """(form, kind) of each line of offices.txt."""
    rows = []
    for line in table_format.facts(FOLDER, "offices.txt"):
        form, kind = (part.strip() for part in line.split(";"))
        assert kind in ("office", "head", "post", "title", "crown", "address"), line
        rows.append((form, kind))
    assert len(rows) == len({form for form, _ in rows}), "an office stands twice"
    return rows


def main():
    table = table_format.Table()
    add_lists(table)
    persons, wrong = Persons(table), []
    for name in FILES:
        for line in table_format.facts(FOLDER, name):
            try:
                persons.add_line(line)
            except (AssertionError, ValueError) as error:
                wrong.append(f"{name}: {line[:60]}: {error}")
    assert not wrong, "\n".join(wrong)
    left_out = persons.add_titled()
    if "-v" in sys.argv:
        print("No titled surname, for another could be meant:", *left_out, sep="\n  ")
    mark_dated(table)
    assert len(table.labels) >= 700
    table.write(FOLDER, HEAD)
    table_format.save(
        FOLDER, "offices.tsv", HEAD, ["form\tkind"] + ["\t".join(row) for row in offices()]
    )


main()
