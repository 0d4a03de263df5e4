"""Tables of facets for the scripts that write them: the format, checks of rows, facts written one value a line, output.

The matcher reads the same format; `plugins/gazetteer` says what each column means.

A facts line is `id; label; form, form, …`. A form may end in options in brackets, parted by blanks:
`=` every letter as written, `~` any case, `^` capitals; `k:kind`, `w:weight`, `l:language`;
`1949..1991` first and last day it means this value; anything else is a condition of the table
(`needs:w|w`, `not-first` …). `$name` in a condition stands for the words of a `@set name = w|w` line.
"""

import itertools
import os
import re
import unicodedata

COLUMNS = ("id", "label", "form", "kind", "case", "conditions", "from", "to", "weight", "lang")
CASES = ("caps", "any", "exact")
# Those that ask of a neighbour, with a wanted and a refused form.
BESIDE = ("before", "after", "before-comma", "after-comma")
WITH_WORDS = (*BESIDE, *(f"not-{name}" for name in BESIDE), "needs", "unless", "near", "not-near")
ALONE = ("not-first", "hyphen-after", "mixed-case", "any-order")
BUILT_IN = "capitalised"
MOST_READINGS = 64
UNSPACED = ("zh", "ja", "ko", "th")
# Conditions of one row that another row of the same form can contradict.
OPPOSITES = (("needs", "unless"), ("near", "not-near"), *((name, f"not-{name}") for name in BESIDE))
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")
TREATY = re.compile(r"\b(Treaty|Pact|Agreement|Accords?|Protocol|Act)\b")

# Letters without a decomposition, and the marks that fold with the letter before them into another letter.
LETTERS = {
    "æ": "ae",
    "ð": "d",
    "đ": "d",
    "ø": "o",
    "þ": "th",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "œ": "oe",
    "ŧ": "t",
}
WHOLE = ("й", "ў", "ї")
MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed.]"
)


def fold(word):
    """The folded form of a word as the index's tokenizer has it: lower case, no accents, `U.S.` as `us`."""
    folded = ""
    for char in unicodedata.normalize("NFC", word.replace("’", "'").casefold()):
        if char in WHOLE or "\uac00" <= char <= "\ud7a3":
            folded += char
        else:
            plain = MARKS.sub("", unicodedata.normalize("NFKD", char))
            folded += LETTERS.get(plain, plain)
    # Kana and their sound marks, which are no accents.
    return unicodedata.normalize("NFC", folded)


def readings(form):
    """Every string that a form with `x?`, `(a|b)` and `(a )?` stands for."""
    parts, place = _sequence(form, 0)
    if place != len(form):
        raise ValueError(f"{form}: a parenthesis too many")
    return sorted(set(parts))


def _sequence(form, place):
    done, current = [], [""]
    while place < len(form) and form[place] != ")":
        char = form[place]
        if char == "|":
            done, current, place = done + current, [""], place + 1
            continue
        if char == "(":
            options, place = _sequence(form, place + 1)
            if place >= len(form):
                raise ValueError(f"{form}: a parenthesis is not closed")
            place += 1
        else:
            options, place = [char], place + 1
        if place < len(form) and form[place] == "?":
            options, place = options + [""], place + 1
        current = [a + b for a in current for b in options]
    return done + current, place


def words(reading, lang=""):
    """The folded words of one reading, as the tokenizer would cut them."""
    found = []
    for part in re.split(r"[\s\-\u2010-\u2015/·]+", reading):
        part = part.strip('"“”„«»,;:!?&()[]・·')
        if not part.strip("."):
            continue
        if lang in UNSPACED:
            part = re.sub(r"([\u3005\u3041-\u30ff\u3400-\u9fff])", r" \1 ", part.replace("・", " "))
        for word in part.split():
            folded = fold(word)
            found.append(folded[:-2] if folded.endswith("'s") and len(folded) > 2 else folded)
    return tuple(found)


def read_rows(path):
    """The rows of a tab-separated file whose first line that is no comment names the columns, as dictionaries."""
    header, rows = None, []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if header is None:
                header = cells
            elif len(cells) > len(header):
                raise ValueError(f"{path}:{number}: {len(cells)} cells, {len(header)} columns")
            else:
                rows.append(dict(itertools.zip_longest(header, cells, fillvalue="")))
    return rows


def day(text, last):
    """A date as one that sorts: open ends and missing parts filled."""
    if not text:
        return "9999-99-99" if last else "0000-00-00"
    return text + ("-99-99" if last else "-00-00")[: 10 - len(text)] if len(text) < 10 else text


def overlap(first, second):
    """Whether two (from, to) spans share a day."""
    return day(first[0], False) <= day(second[1], True) and day(second[0], False) <= day(first[1], True)


def conditions(text):
    """`needs:a|b;not-first` as {"needs": {"a", "b"}, "not-first": set()}."""
    found = {}
    for part in filter(None, text.split(";")):
        name, _, rest = part.partition(":")
        if name in ("near", "not-near"):
            distance, _, rest = rest.partition(":")
            if not distance.isdigit():
                raise ValueError(f"{part}: no distance")
        if name in found:
            raise ValueError(f"{name} stands twice")
        if name in WITH_WORDS:
            found[name] = set(filter(None, rest.split("|")))
            if not found[name]:
                raise ValueError(f"{part}: no words")
        elif name in ALONE and not rest:
            found[name] = set()
        else:
            raise ValueError(f"unknown condition {part}")
    return found


def check_row(row, lists):
    """Raises ValueError where a row is outside the format."""
    if set(row) - set(COLUMNS):
        raise ValueError(f"unknown column {set(row) - set(COLUMNS)}")
    if any("\t" in v or v != v.strip() for v in row.values()):
        raise ValueError("a cell has a tab, or white space at an end")
    if not row["id"] or not row["form"]:
        raise ValueError("no id or form")
    if row.get("case") not in CASES:
        raise ValueError(f"case {row.get('case')}")
    for name, values in conditions(row.get("conditions", "")).items():
        for word in values:
            if word.startswith("@"):
                if word[1:] != BUILT_IN and word[1:] not in lists:
                    raise ValueError(f"no list {word}")
            elif fold(word) != word.lower() or len(words(word)) != 1:
                raise ValueError(f"{word} is not one folded word")
        if name in ("needs", "unless") and any(
            word != word.lower() for value in values for word in lists.get(value[1:], {value})
        ):
            raise ValueError(f"{name} looks for words in any letters; write them in lower case")
    for column in ("from", "to"):
        if not re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", row.get(column, "")):
            raise ValueError(f"{column} is {row[column]}")
    if row.get("from") and row.get("to") and row["from"] > row["to"]:
        raise ValueError("from is after to")
    if row.get("weight") and not (
        0.125 <= float(row["weight"]) <= 7.875 and float(row["weight"]) * 8 % 1 == 0
    ):
        raise ValueError(f"weight {row['weight']}")
    if not re.fullmatch(r"([a-z]{2,3})?", row.get("lang", "")):
        raise ValueError(f"lang {row['lang']}")
    forms = readings(row["form"])
    if len(forms) > MOST_READINGS:
        raise ValueError(f"{len(forms)} readings")
    for form in forms:
        if not words(form, row.get("lang")):
            raise ValueError(f"a reading of {row['form']} has no word")
        for word in re.findall(r"(\S*)\*", form):
            least = 2 if re.search("[\uac00-\ud7a3]", word) else 4
            if len(word) < least or not re.search(re.escape(word) + r"\*(\s|$)", form):
                raise ValueError(f"{form}: too short before *, or * inside a word")


def exclude_each_other(a, b, lists, trusted=()):
    """Whether no text of one date can match both rows, which have a form in common.

    Conditions that are `trusted` tell rows apart that ask for other words by them.
    """
    if not overlap((a.get("from"), a.get("to")), (b.get("from"), b.get("to"))):
        return True

    def whole(values):
        return {w for v in values for w in (lists.get(v[1:], {v}) if v.startswith("@") else {v})}

    first, second = conditions(a.get("conditions", "")), conditions(b.get("conditions", ""))
    for asked, refused in OPPOSITES:
        for one, other in ((first, second), (second, first)):
            if asked in one and whole(one[asked]) <= whole(other.get(refused, set())):
                return True
    # The word before, or the word after, cannot be two words.
    return any(
        name in first and name in second and not whole(first[name]) & whole(second[name])
        for name in (*BESIDE, *trusted)
    )


def check(rows, lists):
    """All that is wrong with a table, as lines of text."""
    faults, places, labelled = [], {}, {"-"}
    for row in rows:
        try:
            check_row(row, lists)
        except ValueError as error:
            faults.append(f"{row['id']} {row['form']}: {error}")
            continue
        if row["id"] not in labelled and not row.get("label"):
            faults.append(f"{row['id']}: its first row has no label")
        labelled.add(row["id"])
        for reading in readings(row["form"]):
            places.setdefault(words(reading, row.get("lang")), []).append(row)
    starts = {}
    for key, found in places.items():
        for a, b in itertools.combinations(found, 2):
            if a is b or a["id"] == b["id"] or (a.get("lang") and b.get("lang") and a["lang"] != b["lang"]):
                continue
            if not exclude_each_other(a, b, lists):
                faults.append(
                    f"{' '.join(key)}: {a['id']} ({a['form']}, {a.get('lang')}) and {b['id']} ({b['form']}, {b.get('lang')})"
                )
        if key[-1].endswith("*"):
            starts.setdefault(key[:-1], []).append((key[-1][:-1], found))
    # A stem with any ending, and a longer word that it would match, of another value: which wins is not said.
    for key, found in places.items():
        for stem, others in starts.get(key[:-1], []):
            if key[-1].rstrip("*").startswith(stem):
                for a, b in itertools.product(found, others):
                    if (
                        a["id"] != b["id"]
                        and a.get("lang") == b.get("lang")
                        and not exclude_each_other(a, b, lists)
                    ):
                        faults.append(
                            f"{' '.join(key)} ({a['id']}) begins as {stem}* ({b['id']}, {b.get('lang')})"
                        )
    return sorted(set(faults))


def read_lists(path):
    """Lists of words by name."""
    return {row["list"]: set(row["words"].split()) for row in read_rows(path)} if os.path.exists(path) else {}


def write(path, head, columns, rows):
    """Writes rows (dictionaries) under comment lines and a header."""
    cells = ("\t".join(row.get(c, "") for c in columns).rstrip("\t") for row in rows)
    write_lines(path, head, ["\t".join(columns), *cells])


def write_lines(path, head, lines):
    """Writes lines under comment lines."""
    comments = [f"# {line}".rstrip() for line in head.strip().splitlines()]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join([*comments, *lines]) + "\n")


def with_condition(text, name, asked):
    """The conditions `text` of a row, and one more that refuses words: they join those that it refuses already."""
    parts = [part for part in text.split(";") if part]
    for place, part in enumerate(parts):
        if part.startswith(name + ":"):
            return ";".join([*parts[:place], f"{part}|{asked}", *parts[place + 1 :]])
    return ";".join([*parts, f"{name}:{asked}"])


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
        assert self.labels.setdefault(identifier, label) in (label, ""), f"{where}: another label"
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
        try:
            check_row(row, self.lists)
        except ValueError as error:
            raise AssertionError(f"{where}: {error}") from error
        key = (identifier, form, tuple(conditions), span, lang)
        if key in self.seen:
            return
        self.seen.add(key)
        texts = readings(form)
        if "any-order" in conditions:
            assert all(2 <= len(words(text)) <= 4 for text in texts), where
        for text in texts:
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
            assert len(words(word)) == 1, f"list {name}: {word} is not one word"
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
        """Whether no text lets both rows match the same words, as far as words of the article are taken to tell."""
        if first["lang"] and second["lang"] and first["lang"] != second["lang"]:
            return True
        return exclude_each_other(first, second, self.lists, trusted=("needs", "near"))

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
    """Writes a file of a plugin's data under its head of comments."""
    write_lines(os.path.join(folder, "Data", name), head, lines)


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
