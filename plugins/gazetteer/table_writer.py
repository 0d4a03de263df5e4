"""Reads facts written one value a line, checks them and writes a table plugin's files.

A facts line is `id; label; form, form, …`. A form may end in options in brackets, parted by blanks:
`=` every letter as written, `~` any case, `^` capitals; `k:kind`, `w:weight`, `l:language`;
`1949..1991` first and last day it means this value; anything else is a condition of the table
(`needs:w|w`, `not-first` …). `$name` in a condition stands for the words of a `@set name = w|w` line.
"""

import os
import re
import unicodedata

COLUMNS = ("id", "label", "form", "kind", "case", "conditions", "from", "to", "weight", "lang")
BESIDE = {"before", "after", "before-comma", "after-comma"}
WORD_CONDITIONS = BESIDE | {f"not-{name}" for name in BESIDE} | {"needs", "unless", "near", "not-near"}
BARE_CONDITIONS = {"not-first", "hyphen-after", "mixed-case", "any-order"}
# A row that asks for any of these cannot stand where a row that forbids the same words does.
OPPOSITES = (("needs", "unless"), ("after", "not-after"), ("before", "not-before"), ("near", "not-near"))
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")
TREATY = re.compile(r"\b(Treaty|Pact|Agreement|Accords?|Protocol|Act)\b")


def fold(word):
    """Lower case, without accents and full stops: how the index sees a word."""
    parts = unicodedata.normalize("NFD", word.lower().replace("’", "'"))
    kept = "".join(part for part in parts if not 0x300 <= ord(part) <= 0x36F and part != ".")
    return unicodedata.normalize("NFC", kept).replace("ı", "i")


def split_outside(text, separator):
    """Splits at a separator that is not inside parentheses or brackets."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if letter == separator and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    assert depth == 0, f"brackets do not close: {text}"
    return [part for part in parts + [text[start:].strip()] if part]


def readings(form):
    """Every text a form stands for."""
    match = re.search(r"\(([^()]*)\)(\?)?", form)
    if match:
        choices = match.group(1).split("|") + ([""] if match.group(2) else [])
        found = []
        for choice in choices:
            found += readings(form[: match.start()] + choice + form[match.end() :])
        return found
    match = re.search(r"(.)\?", form)
    if match:
        before, after = form[: match.start()], form[match.end() :]
        return readings(before + match.group(1) + after) + readings(before + after)
    return [form]


def words(reading):
    """The folded words of a reading."""
    return tuple(fold(word) for word in re.split(r"[\s/‐‑‒–—―-]+", reading) if word)


def day(text, last):
    """A date as one that sorts: open ends and missing parts filled."""
    if not text:
        return "9999-99-99" if last else "0000-00-00"
    return text + ("-99-99" if last else "-00-00")[: 10 - len(text)] if len(text) < 10 else text


def overlap(first, second):
    """Whether two (from, to) spans share a day."""
    return day(first[0], False) <= day(second[1], True) and day(second[0], False) <= day(first[1], True)


class Table:
    """The rows of one facet."""

    def __init__(self):
        self.rows, self.lists, self.sets, self.labels, self.seen = [], {}, {}, {}, set()
        self.by_words = {}

    def add(
        self, identifier, label, form, kind="", case="", conditions=(), span=("", ""), weight="", lang=""
    ):
        """Adds one row and asserts that the matcher can read it. A repeated row is left out."""
        where = f"{identifier}: {form}"
        conditions = [self.expand(condition) for condition in conditions]
        case = case or ("exact" if form.isupper() and " " not in form and form.isascii() else "caps")
        kind = kind or self.kind(form)
        assert identifier and not re.search(r"[\s\t]$|\t", identifier + label + form), where
        assert self.labels.setdefault(identifier, label) in (label, ""), f"{where}: another label"
        assert case in ("caps", "any", "exact"), where
        assert all(not date or DATE.match(date) for date in span), where
        assert overlap(span, span), f"{where}: ends before it begins"
        assert not weight or 0.125 <= float(weight) <= 7.875, where
        for condition in conditions:
            self.check_condition(condition, where)
        key = (identifier, form, tuple(conditions), span, lang)
        if key in self.seen:
            return
        self.seen.add(key)
        assert not re.search(r"\([^)]*\(", form), f"{where}: groups do not nest"
        texts = readings(form)
        assert len(texts) <= 64, f"{where}: {len(texts)} readings"
        assert not any("  " in text or "(" in text or "?" in text for text in texts), where
        if "any-order" in conditions:
            assert all(2 <= len(words(text)) <= 4 for text in texts), where
        row = {
            "id": identifier,
            "label": label,
            "form": form,
            "kind": kind,
            "case": case,
            "conditions": ";".join(conditions),
            "from": span[0],
            "to": span[1],
            "weight": weight,
            "lang": lang,
        }
        for text in texts:
            for word in words(text):
                assert (
                    not word.endswith("*") or len(word) >= 5 or not word[0].isascii()
                ), f"{where}: short stem"
            self.by_words.setdefault(words(text), []).append(row)
        self.rows.append(row)

    @staticmethod
    def kind(form):
        if TREATY.search(form):
            return "treaty"
        return "abbreviation" if form.isupper() and " " not in form and form.isascii() else "name"

    def expand(self, condition):
        def words_of(match):
            assert match.group(1) in self.sets, f"{condition}: no set {match.group(1)}"
            return self.sets[match.group(1)]

        return re.sub(r"\$([a-z0-9-]+)", words_of, condition)

    def check_condition(self, condition, where):
        name, _, rest = condition.partition(":")
        if name in BARE_CONDITIONS:
            assert not rest, f"{where}: {condition}"
            return
        assert name in WORD_CONDITIONS, f"{where}: no condition {condition}"
        if name in ("near", "not-near"):
            distance, _, rest = rest.partition(":")
            assert distance.isdigit(), f"{where}: {condition}"
        assert rest, f"{where}: {condition}"
        for word in rest.split("|"):
            if word.startswith("@"):
                assert word == "@capitalised" or word[1:] in self.lists, f"{where}: no list {word}"
            else:
                # A word with a capital counts only where the text has one.
                assert words(word) == (word.lower(),), f"{where}: {word} is not one folded word"

    def read(self, lines):
        """Adds every facts line; what is wrong anywhere is told at once."""
        wrong = []
        for line in lines:
            try:
                self.add_line(line)
            except AssertionError as error:
                wrong.append(str(error))
        assert not wrong, "\n".join(wrong)

    def add_line(self, line):
        """Adds the rows of one facts line, or remembers a set."""
        if line.startswith("@set "):
            name, _, value = line[5:].partition("=")
            self.sets[name.strip()] = self.expand(value.strip())
            return
        identifier, label, forms = (part.strip() for part in line.split(";", 2))
        for form in split_outside(forms, ","):
            self.add_form(identifier, label, form)

    def add_form(self, identifier, label, text, kind=""):
        """Adds a form with its options in brackets."""
        form, _, options = text.partition("[")
        row = {"kind": kind, "conditions": []}
        for option in options.rstrip("]").split():
            if option in ("=", "~", "^"):
                row["case"] = {"=": "exact", "~": "any", "^": "caps"}[option]
            elif option.startswith("k:"):
                row["kind"] = option[2:].replace("_", " ")
            elif option.startswith("w:"):
                row["weight"] = option[2:]
            elif option.startswith("l:"):
                row["lang"] = option[2:]
            elif ".." in option:
                row["span"] = tuple(option.split(".."))
            else:
                row["conditions"].append(option)
        self.add(identifier, label, form.strip(), **row)

    def add_list(self, name, text):
        """Words of a list; commas, blanks and bars part them."""
        known = self.lists.setdefault(name, [])
        for word in re.split(r"[\s,|]+", text.strip()):
            word = fold(word)
            assert words(word) == (word,), f"list {name}: {word} is not one word"
            if word not in known:
                known.append(word)

    def check_clashes(self):
        """Asserts that no words name two values at once."""
        clashes = []
        for text, rows in self.by_words.items():
            for index, first in enumerate(rows):
                for second in rows[index + 1 :]:
                    if first["id"] != second["id"] and not self.excluded(first, second):
                        clashes.append(f"“{' '.join(text)}” names {first['id']} and {second['id']}")
        assert not clashes, "\n".join(sorted(set(clashes)))

    def excluded(self, first, second):
        """Whether no text lets both rows match the same words."""
        if not overlap((first["from"], first["to"]), (second["from"], second["to"])):
            return True
        if first["lang"] and second["lang"] and first["lang"] != second["lang"]:
            return True
        ours, theirs = self.asked(first), self.asked(second)
        for want, forbid in OPPOSITES:
            for some, others in ((ours, theirs), (theirs, ours)):
                if want in some and some[want] <= others.get(forbid, set()):
                    return True
        # The word before, or the word after, cannot be two words; `needs` of other words is taken to tell well enough.
        return any(name in ours and name in theirs and not ours[name] & theirs[name] for name, _ in OPPOSITES)

    def asked(self, row):
        """The words each condition of a row names, lists taken apart."""
        found = {}
        for condition in filter(None, row["conditions"].split(";")):
            name, _, rest = condition.partition(":")
            for word in rest.split(":")[-1].split("|"):
                listed = self.lists.get(word[1:], [word]) if word.startswith("@") else [word]
                found.setdefault(name, set()).update(listed)
        return found

    def write(self, folder, head):
        self.check_clashes()
        named = {row["id"] for row in self.rows}
        assert all(self.labels[identifier] for identifier in named if identifier != "-")
        shown, lines = set(), ["\t".join(COLUMNS)]
        for row in self.rows:
            label = "" if row["id"] in shown else row["label"]
            shown.add(row["id"])
            lines.append("\t".join({**row, "label": label}[column] for column in COLUMNS))
        save(folder, "table.tsv", head, lines)
        rows = [f"{name}\t{word}" for name, list_words in self.lists.items() for word in list_words]
        save(folder, "lists.tsv", head, ["list\tword"] + rows)


def save(folder, name, head, lines):
    """Writes a file under its head of comments."""
    comments = "".join(f"# {line}\n" for line in head.strip().splitlines())
    with open(os.path.join(folder, "Data", name), "w", encoding="utf-8") as file:
        file.write(comments + "\n".join(lines) + "\n")


def facts(folder, name):
    """The lines of a facts file that are neither empty nor comments; a line that ends in a backslash goes on."""
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        text = file.read().replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def write_members(folder, name, table, head):
    """Writes members.tsv from lines `id from..to CODE CODE`, which say who belonged to `id` in that time."""
    spans, rows = {}, []
    for line in facts(folder, name):
        identifier, span, *codes = line.split()
        start, end = span.split("..")
        assert identifier in table.labels, f"members: no value {identifier}"
        assert all(not date or DATE.match(date) for date in (start, end)), line
        assert overlap((start, end), (start, end)) and codes, line
        for code in codes:
            assert re.fullmatch(r"[A-Z]{2}", code), f"{line}: {code}"
            known = spans.setdefault((identifier, code), [])
            assert not any(
                overlap(other, (start, end)) for other in known
            ), f"{identifier} {code} twice at once"
            known.append((start, end))
            rows.append((identifier, f"country:{code}", start, end))
    rows.sort()
    save(folder, "members.tsv", head, ["id\tmember\tfrom\tto"] + ["\t".join(row) for row in rows])
