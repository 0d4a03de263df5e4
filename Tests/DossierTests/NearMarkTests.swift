import IndexSearch
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

private let vocabulary = ["alpha", "bravo", "carbon", "delta", "echo"]

/// Words near each other as a query says them, and found by trying all places.
private indirect enum Wanted {
    case phrase([String])
    case sloppy([String], slop: Int)
    case any([Wanted])
    case near([Wanted], [Proximity])

    /// A stretch of words, and those of them that are looked for.
    typealias Match = (span: Range<Int>, words: Set<Int>)

    var text: String {
        switch self {
        case .phrase(let words): words.count == 1 ? words[0] : "\"\(words.joined(separator: " "))\""
        case .sloppy(let words, let slop): "\"\(words.joined(separator: " "))\"~\(slop)"
        case .any(let parts): "(" + parts.map(\.text).joined(separator: " OR ") + ")"
        case .near(let parts, let proximities):
            "("
                + zip(parts, ["("] + proximities.map { "\($0.isOrdered ? "PRE" : "NEAR")/\($0.distance)" })
                .enumerated()
                .map { $0.offset == 0 ? $0.element.0.text : "\($0.element.1) \($0.element.0.text)" }
                .joined(separator: " ") + ")"
        }
    }

    func matches(in text: [String]) -> [Match] {
        switch self {
        case .phrase(let words):
            return text.indices.filter { text[$0...].starts(with: words) }.map {
                ($0..<$0 + words.count, Set($0..<$0 + words.count))
            }
        case .sloppy(let words, let slop):
            var found: [Match] = []
            for (word, start) in words.indices.flatMap({ word in text.indices.map { (word, $0 - word) } })
            where text[start + word] == words[word] {
                var chosen: [Int] = []
                for other in words.indices {
                    let nearest = text.indices.first { place in
                        let isBehind = chosen.indices.allSatisfy {
                            words[$0] != words[other] || chosen[$0] < place
                        }
                        return text[place] == words[other] && place - other >= start && isBehind
                    }
                    guard let nearest, nearest - other - start <= slop else { break }
                    chosen.append(nearest)
                }
                guard chosen.count == words.count, let first = chosen.min(), let last = chosen.max() else {
                    continue
                }
                found.append((first..<last + 1, Set(chosen)))
            }
            return found
        case .any(let parts): return parts.flatMap { $0.matches(in: text) }
        case .near(let parts, let proximities):
            var found = parts[0].matches(in: text)
            for (part, proximity) in zip(parts.dropFirst(), proximities) {
                let others = part.matches(in: text)
                found = found.flatMap { one in
                    others.compactMap { other in
                        let isFirst = one.span.lowerBound < other.span.lowerBound
                        let (left, right) = isFirst ? (one.span, other.span) : (other.span, one.span)
                        guard !one.span.overlaps(other.span), isFirst || !proximity.isOrdered,
                            right.lowerBound - left.upperBound <= proximity.distance
                        else { return nil }
                        return (left.lowerBound..<right.upperBound, one.words.union(other.words))
                    }
                }
            }
            return found
        }
    }

    static func random(depth: Int, _ random: inout SeededGenerator) -> Wanted {
        func word() -> String { vocabulary.randomElement(using: &random) ?? "" }
        switch Int.random(in: 0..<(depth == 0 ? 4 : 8), using: &random) {
        case 0, 1: return .phrase([word()])
        case 2: return .phrase([word(), word()])
        case 3:
            let count = Int.random(in: 2...3, using: &random)
            return .sloppy((0..<count).map { _ in word() }, slop: Int.random(in: 0...4, using: &random))
        case 4: return .any([.random(depth: depth - 1, &random), .random(depth: depth - 1, &random)])
        default: return .randomNear(depth: depth, &random)
        }
    }

    static func randomNear(depth: Int, _ random: inout SeededGenerator) -> Wanted {
        let parts = (0..<Int.random(in: 2...3, using: &random)).map { _ in
            Wanted.random(depth: depth - 1, &random)
        }
        return .near(
            parts,
            parts.dropFirst().map { _ in
                Proximity(
                    distance: Int.random(in: 0...3, using: &random), isOrdered: Bool.random(using: &random))
            })
    }
}

@Suite("Marks of what is near") struct NearMarkTests {
    private func index(_ articles: [String: String]) throws -> (TemporaryFolder, SearchIndex) {
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        for (name, text) in articles { source.write(name, text) }
        _ = try indexSources(
            [source], in: folder.fileSystem, folder: folder.path,
            plugins: SmallPlugins.make(rows: ["KR\tSouth Korea\tSouth Korea\tname\tcaps\t"]),
            options: IndexOptions())
        return (folder, try SearchIndex(path: folder.path))
    }

    /// The words of a document's article, zone by zone, with their bytes.
    private func words(of document: StoredDocument) -> [[(text: String, range: Range<Int>)]] {
        document.zones.filter(\.kind.isArticle).map { zone in
            var found: [(String, Range<Int>)] = []
            var start = zone.range.lowerBound
            for word in document.text[zone.range].split(
                omittingEmptySubsequences: false, whereSeparator: { $0 == 0x20 || $0 == 0x0A || $0 == 0x2E })
            {
                let range = start..<start + word.count
                if !word.isEmpty { found.append((String(decoding: word, as: UTF8.self).lowercased(), range)) }
                start = range.upperBound + 1
            }
            return found
        }
    }

    @Test("stand on every word of every match, and on no other word", arguments: 0..<6 as Range<UInt64>)
    func law(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        func text(_ count: ClosedRange<Int>) -> String {
            (0..<Int.random(in: count, using: &random)).map { _ in
                Bool.random(using: &random) ? "filler" : vocabulary.randomElement(using: &random) ?? ""
            }.joined(separator: " ")
        }
        var articles: [String: String] = [:]
        for number in 0..<4 {
            articles["\(number)"] =
                "Title \(text(0...4))\n\nLead \(text(5...25)).\n\nThen \(text(5...25)).\n\nLast \(text(5...25)).\n"
        }
        let (_, index) = try index(articles)
        var markedCount = 0
        for _ in 0..<60 {
            let wanted =
                Bool.random(using: &random)
                ? Wanted.randomNear(depth: 2, &random)
                : .sloppy(Array(vocabulary[..<2]), slop: Int.random(in: 0...5, using: &random))
            let request = SearchRequest(wanted.text)
            try #require(index.problems(ofQuery: wanted.text).isEmpty, "\(wanted.text)")
            for name in articles.keys.sorted() {
                let document = try index.document(name)
                let marks = try index.marks(in: document, for: request)
                for zone in words(of: document) {
                    let matches = wanted.matches(in: zone.map(\.text))
                    let expected = matches.reduce(into: Set<Int>()) { $0.formUnion($1.words) }
                    let marked = zone.indices.filter { place in
                        marks.contains {
                            $0.range.lowerBound <= zone[place].range.lowerBound
                                && zone[place].range.upperBound <= $0.range.upperBound
                        }
                    }
                    markedCount += marked.count
                    #expect(
                        Set(marked) == expected,
                        "\(wanted.text) in \(zone.map(\.text).joined(separator: " "))")
                }
            }
        }
        #expect(markedCount > 100)
    }

    /// The article of a text, with marks as `⟦…⟧`.
    private func marked(_ text: String, _ query: String) throws -> String {
        let (_, index) = try index(["a": text])
        let snippet = try index.snippet(of: index.document("a"), for: SearchRequest(query))
        var bytes: [UInt8] = []
        for (offset, byte) in snippet.text.utf8.enumerated() {
            if snippet.marks.contains(where: { $0.lowerBound == offset }) { bytes += "⟦".utf8 }
            bytes.append(byte)
            if snippet.marks.contains(where: { $0.upperBound == offset + 1 }) { bytes += "⟧".utf8 }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let text =
        "Sanctions\n\nSanctions hit banks. A bank in Seoul said so.\n\nOf South Korea and of sanctions one two three four banks knew.\n"

    @Test(
        "take other forms, patterns, values and words that are looked for alone as the search does",
        arguments: [
            (
                "sanction NEAR/1 bank",
                "⟦Sanctions⟧ hit ⟦banks⟧. A bank in Seoul said so. Of South Korea and of sanctions one two three four banks knew."
            ),
            (
                "sanct* NEAR/1 ba*",
                "⟦Sanctions⟧ hit ⟦banks⟧. A bank in Seoul said so. Of South Korea and of sanctions one two three four banks knew."
            ),
            (
                "sanction NEAR/1 bank OR bank",
                "⟦Sanctions⟧ hit ⟦banks⟧. A ⟦bank⟧ in Seoul said so. Of South Korea and of sanctions one two three four ⟦banks⟧ knew."
            ),
            (
                "place:KR NEAR/2 sanctions",
                "…Of ⟦South Korea⟧ and of ⟦sanctions⟧ one two three four banks knew."
            ),
            (
                "\"bank sanctions\"~3",
                "⟦Sanctions⟧ hit ⟦banks⟧. A bank in Seoul said so. Of South Korea and of sanctions one two three four banks knew."
            ),
            (
                "zone:body (sanctions NEAR/4 banks)",
                "…Of South Korea and of ⟦sanctions⟧ one two three four ⟦banks⟧ knew."
            ),
            (
                "title:sanctions NEAR banks",
                "Sanctions hit banks. A bank in Seoul said so. Of South Korea and of sanctions one two three four banks knew."
            ),
        ])
    func kinds(query: String, expected: String) throws {
        let found = try marked(Self.text, query)
        #expect(found == expected)
    }
}
