"""The format of a facet's table, for the scripts that write one: readings of a form, checks, output.

The matcher reads the same format; `plugins/gazetteer` says what each column means.
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


def exclude_each_other(a, b, lists):
    """Whether no text of one date can match both rows, which have a form in common."""
    if (a.get("to") and b.get("from") and a["to"] < b["from"]) or (
        b.get("to") and a.get("from") and b["to"] < a["from"]
    ):
        return True

    def whole(values):
        return {w for v in values for w in (lists.get(v[1:], {v}) if v.startswith("@") else {v})}

    first, second = conditions(a.get("conditions", "")), conditions(b.get("conditions", ""))
    for asked, refused in OPPOSITES:
        for one, other in ((first, second), (second, first)):
            if asked in one and whole(one[asked]) <= whole(other.get(refused, set())):
                return True
    return False


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
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for line in head.strip().splitlines():
            file.write(f"# {line}".rstrip() + "\n")
        file.write("\t".join(columns) + "\n")
        for row in rows:
            file.write("\t".join(row.get(c, "") for c in columns).rstrip("\t") + "\n")


def with_condition(text, name, asked):
    """The conditions `text` of a row, and one more that refuses words: they join those that it refuses already."""
    parts = [part for part in text.split(";") if part]
    for place, part in enumerate(parts):
        if part.startswith(name + ":"):
            return ";".join([*parts[:place], f"{part}|{asked}", *parts[place + 1 :]])
    return ";".join([*parts, f"{name}:{asked}"])
