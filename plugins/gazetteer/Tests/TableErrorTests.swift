import Gazetteer
import PluginAPI
import Testing

/// What an editor is told of a row that cannot be read.
@Suite struct TableErrorTests {
    static let rows: [(header: String, row: String, message: String)] = [
        ("id,form", "A", "form is empty"), ("id,form", ",x", "id is empty"),
        ("id,form", "A,b,c", "3 columns, the header names 2"),
        ("id,label,form", "A,,b", "the first row of A has no label"),
        ("id,form,case", "A,b,Caps", "case is “Caps”, expected caps, any or exact"),
        ("id,form,weight", "A,b,8", "weight is “8”, expected a number of eighths from 0.125 to 7.875"),
        ("id,form,weight", "A,b,0", "weight is “0”, expected a number of eighths from 0.125 to 7.875"),
        ("id,form,weight", "A,b,0.3", "weight is “0.3”, expected a number of eighths from 0.125 to 7.875"),
        ("id,form,weight", "A,b,-1", "weight is “-1”, expected a number of eighths from 0.125 to 7.875"),
        ("id,form,from", "A,b,2014-13", "“2014-13” is no date; expected YYYY, YYYY-MM or YYYY-MM-DD"),
        ("id,form,to", "A,b,2014-02-30", "“2014-02-30” is no date; expected YYYY, YYYY-MM or YYYY-MM-DD"),
        ("id,form,from", "A,b,May 2014", "“May 2014” is no date; expected YYYY, YYYY-MM or YYYY-MM-DD"),
        ("id,form,from,to", "A,b,2015,2014", "“from” is later than “to”"),
        ("id,form,lang", "A,b,German", "lang is “German”, expected a code such as de"),
        ("id,form", "A,!!", "the form has no word"), ("id,form", "A,(b", "the form has “(” without “)”"),
        ("id,form", "A,b)", "the form has “)” outside brackets"),
        ("id,form", "A,b|c", "the form has “|” outside brackets"),
        ("id,form", "A,?b", "the form has “?” after nothing"),
        ("id,form", "A,b ?c", "the form has “?” after a space"),
        ("id,form", "A,b?c?d?e?f?g?h?", "the form has more than 64 readings"),
        ("id,form", "A,abc*", "a word needs four letters or more before “*”"),
        ("id,form", "A,서*", "a Korean word needs two letters or more before “*”"),
        ("id,form", "A,abcd*efg", "“*” may only end a word"),
        ("id,form", "A,*abcd", "“*” may only end a word"),
        ("id,form", "A,abcd * x", "“*” may only end a word"),
        ("id,form", "A,(b)?", "the form has no word"),
        (
            "id,form", "A," + Array(repeating: "b", count: 33).joined(separator: " "),
            "the form has 33 words, at most 32 are allowed"
        ),
        (
            "id,form,conditions", "A,b c d e f,any-order",
            "any-order allows at most 4 words, the form has 5"
        ),
        (
            "id,form,conditions", "A,b,beside:x",
            """
            unknown condition “beside”; they are not-before, not-after, before, after, before-comma, after-comma, \
            not-before-comma, not-after-comma, needs, unless, near, not-near, not-first, mixed-case, hyphen-after and \
            any-order
            """
        ),
        ("id,form,conditions", "A,b,needs", "the condition needs needs words: needs:word|word"),
        ("id,form,conditions", "A,b,needs:", "the condition needs needs words: needs:word|word"),
        ("id,form,conditions", "A,b,needs:x||y", "a word of a condition is empty"),
        (
            "id,form,conditions", "A,b,before:new york",
            "“new york” is 2 words; a condition compares single whole words"
        ),
        ("id,form,conditions", "A,b,before:@names", "lists.tsv has no list “names”"),
        ("id,form,conditions", "A,b,before:x;before:y", "the condition before stands twice"),
        ("id,form,conditions", "A,b,near:x", "expected near:N:word|word with N from 1 to 1000"),
        ("id,form,conditions", "A,b,near:0:x", "expected near:N:word|word with N from 1 to 1000"),
        ("id,form,conditions", "A,b,not-first:x", "the condition not-first takes no words"),
        (
            "id,form,conditions", "A,b,unless:x|Corp",
            "needs and unless look for words in any letters; write theirs in lower case"
        ),
        (
            "id,form,conditions", "A,b,needs:@capitalised",
            "@capitalised tells nothing of an article, which always has such a word"
        ),
    ]

    @Test("A row that cannot be read is named by its file and line, with what is wrong", arguments: rows)
    func rowErrors(_ header: String, _ row: String, _ message: String) {
        #expect(problems(files(header, [row])) == ["table.tsv:2: \(message)"])
    }

    @Test("A table without a header that can be read says what its columns are")
    func headers() {
        let columns = "id, form, label, kind, case, conditions, from, to, weight, lang"
        #expect(
            problems(files("AF,Afghanistan", [])) == [
                "table.tsv:1: “AF” is no column; the first line names the columns, \(columns)"
            ])
        #expect(problems(files("id,form,id", [])) == ["table.tsv:1: the column id stands twice"])
        #expect(problems(files("id,label", [])) == ["table.tsv:1: the column form is missing"])
        #expect(
            problems(files("# nothing", [])) == [
                "table.tsv: no rows; the first line names the columns, \(columns)"
            ])
        #expect(problems(files("id,form", [])) == ["table.tsv: the table names no value"])
        #expect(problems(files("id,form", ["-,b"])) == ["table.tsv: the table names no value"])
        #expect(problems([:]) == ["table.tsv: the plugin has no such file"])
    }

    @Test("All bad rows are named in the order of files and lines, twenty of them, and the rest are counted")
    func allErrors() {
        let rows = (0..<30).map { $0 % 2 == 0 ? "A\($0),b" : "B,!" }
        let told = problems(
            files("id,form", rows, lists: ["x,new york"], members: ["A0,nobody", "Z,country:FI"]))
        #expect(told.count == 18)
        #expect(told[0] == "lists.tsv:2: “new york” is 2 words; a condition compares single whole words")
        #expect(told[1] == "table.tsv:3: the form has no word")
        #expect(told[16] == "members.tsv:2: the member is “nobody”, expected a facet and an id: country:FI")
        #expect(told[17] == "members.tsv:3: Z has no row in table.tsv")
        let many = problems(files("id,form", Array(repeating: "A,!", count: 100)))
        #expect(many.count == 21)
        #expect(many.last == "… and 80 more")
    }

    @Test("A label may stand again, but not another one; bytes that are no UTF-8 are named by line")
    func labelsAndEncoding() {
        #expect(
            problems(files("id,label,form", ["A,x,b", "A,x,c", "A,,d", "A,y,e"])) == [
                "table.tsv:5: A is “x” above, “y” here"
            ])
        var bad = files("id,form", ["A,b"])
        bad["table.tsv"]? += [0x41, 0x09, 0xFF, 0x0A]
        #expect(problems(bad) == ["table.tsv:3: not UTF-8; save the file as UTF-8"])
    }

    @Test("A membership from a day after its end is an error")
    func membershipErrors() {
        let told = problems(
            files(
                "id,form", ["A,b"],
                members: ["A,country:FI,2024,2023", "A,country:,,", "A,:FI", "A,a:b,soon"]))
        #expect(told.count == 4)
        #expect(told[0] == "members.tsv:2: “from” is later than “to”")
        #expect(told[3] == "members.tsv:5: “soon” is no date; expected YYYY, YYYY-MM or YYYY-MM-DD")
    }
}
