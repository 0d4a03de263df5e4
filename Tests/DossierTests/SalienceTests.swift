import PluginAPI
import Testing

@testable import Dossier
@testable import IndexCore

/// A document of zones, and mentions of values where the marks `{1}` stand before a word.
private func salience(
    _ zones: [(ZoneKind, String)], weights: [UInt32: UInt8] = [:]
) -> (values: [UInt32: Double], subjects: Set<UInt32>) {
    var document = Document(identifier: "x")
    var mentions: [FacetMention] = []
    for (kind, marked) in zones {
        let start = document.text.count
        var text = ""
        for (index, part) in marked.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let close = part.firstIndex(of: "}"), let value = UInt32(part[..<close]) else {
                text += part
                continue
            }
            var mention = FacetMention(
                value: value, field: 1, position: UInt32(mentions.count), tokenCount: 1,
                start: UInt32(start + text.utf8.count), size: 1, rule: 0, row: 0)
            mention.weight = weights[value] ?? 8
            mentions.append(mention)
            text += part[part.index(after: close)...]
        }
        document.append(kind, Array(text.utf8))
    }
    return (Salience.values(of: document, mentions), Salience.subjects(of: document, mentions))
}

@Suite("Salience")
struct SalienceTests {
    @Test("One mention in the title or the lead makes a subject, and two in the text")
    func places() {
        #expect(salience([(.title, "{0}Korea"), (.lead, "Words"), (.body, "{1}Japan")]).subjects == [0])
        #expect(salience([(.title, "News"), (.lead, "{0}Korea"), (.body, "{1}Japan")]).subjects == [0])
        #expect(salience([(.lead, "Words"), (.body, "{0}Korea {1}Japan {0}Korea")]).subjects == [0])
    }

    @Test("A weight counts for each mention, and many of one value count to a limit")
    func weights() {
        let found = salience([(.lead, "Words"), (.body, "{0}a {0}a {1}b {1}b")], weights: [0: 6, 1: 8])
        #expect(found.values == [0: 1.5, 1: 2])
        #expect(found.subjects == [1])
        let many = String(repeating: "{0}a ", count: 50)
        #expect(
            salience([(.lead, many), (.body, many)]).values == [0: 2 * Salience.lead + 8 * Salience.body])
    }

    @Test(
        "A dateline names a subject, and asks more of the others",
        arguments: [
            "{0}SEOUL, March 3 - The talks went on.", "{0}SEOUL (Reuters) — The talks went on.",
            "{0}Seoul, March 3 – The talks went on.",
        ])
    func dateline(lead: String) {
        let found = salience([(.lead, lead), (.body, "{1}Japan and {1}Japan; {2}a {2}a {2}a")])
        #expect(found.values[0] == Salience.dateline)
        #expect(found.subjects == [0, 2])
        #expect(salience([(.lead, "Words"), (.body, "{1}Japan and {1}Japan")]).subjects == [1])
    }

    @Test("The last place of a dateline is its place, and what is none is running text")
    func datelinePlace() {
        #expect(salience([(.lead, "{0}DUBLIN, {1}Ohio, March 3 - Words.")]).subjects == [1])
        for lead in [
            "{0}Korea said - as before - no.",
            "{0}KOREA said it would, for once, think of it again and again, and then - no.",
        ] {
            #expect(salience([(.lead, lead)]).values[0] == Salience.lead, "\(lead)")
        }
    }

    @Test("What is named little beside the foremost is no subject, and a title alone is all there is")
    func share() {
        let many = String(repeating: "{0}a ", count: 8)
        #expect(
            salience([(.title, "{0}a"), (.lead, "{0}a {0}a"), (.body, many + "{1}b {1}b")]).subjects == [0])
        #expect(salience([(.title, "{0}Swiss banks")], weights: [0: 6]).subjects == [0])
        #expect(salience([(.title, "{0}Swiss banks"), (.lead, "Words")], weights: [0: 6]).subjects == [])
        #expect(salience([(.body, "Words")]).subjects.isEmpty)
    }
}
