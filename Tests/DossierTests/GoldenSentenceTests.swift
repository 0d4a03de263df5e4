import Dossier
import Foundation
import PluginAPI
import PluginConformance
import StandardPlugins
import Testing

/// A row of `Tests/Golden/facets/sentences.tsv`, whose comments say what is marked and how.
private struct GoldenSentence {
    /// Something that is marked, or that a facet found.
    struct Mention {
        var facet: String
        var id: String
        /// Nil where the row leaves it open.
        var sense: MentionSense?
        var words: Range<Int>

        /// Whether the same words name the same value, in whatever sense.
        func names(_ other: Mention) -> Bool {
            facet == other.facet && id == other.id && words == other.words
        }
    }

    /// A row that breaks the rules of the file.
    struct Malformed: Error {
        var line: Int
        var reason: String
    }

    static let facets = ["alliance", "country", "organization", "person"]

    var line: Int
    var trap: String
    var document: TokenizedDocument
    /// The words are ranges of tokens, so that a mark may leave out a possessive `'s` or a particle.
    var marks: [Mention]

    static func all() throws -> [GoldenSentence] {
        let file = Golden.folder.appending(path: "facets/sentences.tsv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let rows = lines.enumerated().filter { !$0.element.isEmpty && !$0.element.hasPrefix("#") }
        return try rows.dropFirst().map { try GoldenSentence(line: $0.offset + 1, $0.element) }
    }

    private init(line: Int, _ row: Substring) throws {
        let columns = row.split(separator: "\t", omittingEmptySubsequences: false)
        guard columns.count == 4, !columns[1].isEmpty, !columns[2].isEmpty else {
            throw Malformed(line: line, reason: "not four columns with a sentence and a trap")
        }
        self.line = line
        trap = String(columns[2])
        let (text, byteMarks) = try GoldenSentence.unmarked(columns[1], line: line)
        var document = Document(identifier: "sentences.tsv:\(line)")
        document.append(trap.hasPrefix("headline") ? .title : .body, Array(text.utf8))
        document.language = columns[3].isEmpty ? "en" : String(columns[3])
        document.published = CalendarDate(iso8601: columns[0])
        guard columns[0].isEmpty || document.published != nil else {
            throw Malformed(line: line, reason: "no date: \(columns[0])")
        }
        let tokens = DocumentTokenizer().tokenize(document)
        var marks = byteMarks
        for index in marks.indices {
            let bytes = marks[index].words
            let words = (0..<tokens.tokenCount).filter {
                Int(tokens.starts[$0]) < bytes.upperBound && Int(tokens.ends[$0]) > bytes.lowerBound
            }
            guard let first = words.first else { throw Malformed(line: line, reason: "a mark without words") }
            marks[index].words = first..<first + words.count
        }
        (self.document, self.marks) = (tokens, marks)
    }

    /// A sentence without its marks, and these with their ranges of its bytes.
    private static func unmarked(_ marked: Substring, line: Int) throws -> (String, [Mention]) {
        var (text, marks, starts) = ("", [Mention](), [Int]())
        var rest = marked
        while let character = rest.popFirst() {
            if character == "⟦" {
                starts.append(text.utf8.count)
            } else if character == "|", let start = starts.popLast() {
                guard let end = rest.firstIndex(of: "⟧"),
                    let match = rest[..<end].wholeMatch(of: #/(\w+):([^@:]+)(?:@(\w+))?/#),
                    facets.contains(String(match.1))
                else { throw Malformed(line: line, reason: "no facet:ID⟧ after \(text)|") }
                let sense = match.3.flatMap { word in
                    MentionSense.allCases.first { "\($0)" == word }
                }
                guard (sense == nil) == (match.3 == nil) else {
                    throw Malformed(line: line, reason: "no sense: \(rest[..<end])")
                }
                marks.append(
                    Mention(
                        facet: String(match.1), id: String(match.2), sense: sense,
                        words: start..<text.utf8.count))
                rest = rest[rest.index(after: end)...]
            } else {
                text.append(character)
            }
        }
        guard starts.isEmpty, !text.contains("⟧") else {
            throw Malformed(line: line, reason: "marks that do not pair")
        }
        return (text, marks)
    }

    /// How a difference is told: `sentences.tsv:12: missing country:KR@place “Seoul”`.
    func line(_ difference: String, _ mention: Mention) -> String {
        let text = document.document.text
        let start = Int(document.starts[mention.words.lowerBound])
        let words = text[start..<Int(document.ends[mention.words.upperBound - 1])]
        let sense = mention.sense.map { "@\($0)" } ?? ""
        return "\(document.document.identifier): \(difference) \(mention.facet):\(mention.id)\(sense) "
            + "“\(String(decoding: words, as: UTF8.self))” (\(trap)) in: \(String(decoding: text, as: UTF8.self))"
    }
}

@Suite("Golden sentences") struct GoldenSentenceTests {
    @Test("Every mark names a value that its facet knows, or a person of a country")
    func marksAreKnown() throws {
        let sentences = try GoldenSentence.all()
        #expect(sentences.count >= 240)
        let plugins = try standardPlugins().facets
        var known: [String: Set<String>] = [:]
        for plugin in plugins { known[plugin.manifest.name] = Set(plugin.values.map(\.id)) }
        for sentence in sentences {
            for mark in sentence.marks {
                let person = mark.id.split(separator: "/", maxSplits: 1)
                let isKnown =
                    mark.facet == "person"
                    ? person.count == 2 && known["country"]?.contains(String(person[0])) ?? true
                    : known[mark.facet]?.contains(mark.id) ?? true
                #expect(isKnown, "\(sentence.line("unknown", mark))")
            }
        }
    }

    @Test("Facets find in every sentence what is marked, and nothing else")
    func marksAreFound() throws {
        let sentences = try GoldenSentence.all()
        let (facets, documents) = (try standardPlugins().facets, sentences.map(\.document))
        let found = try GoldenSentence.facets.map { try facetBasis($0, in: documents, among: facets) }
        for (index, sentence) in sentences.enumerated() {
            let mentions = found.flatMap { basis in
                basis.documents[index].mentions.map { mention in
                    let first = Int(mention.firstToken)
                    return GoldenSentence.Mention(
                        facet: basis.facet, id: basis.id(of: mention, in: index), sense: mention.sense,
                        words: first..<first + Int(mention.tokenCount))
                }
            }
            for mark in sentence.marks {
                let named = mentions.filter(mark.names)
                if named.isEmpty {
                    Issue.record("\(sentence.line("missing", mark))")
                } else if let sense = mark.sense, !named.contains(where: { $0.sense == sense }) {
                    Issue.record("\(sentence.line("wrong sense, not", mark))")
                }
            }
            for mention in mentions where !sentence.marks.contains(where: mention.names) {
                Issue.record("\(sentence.line("wrong", mention))")
            }
        }
    }
}
