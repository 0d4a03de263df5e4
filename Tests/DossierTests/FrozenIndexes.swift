import Dispatch
import IndexStorage
import PluginAPI
import TestSupport

@testable import Dossier

/// What the indexes that are kept for a version of the format are made from: numbers, words and plugins that nothing else
/// depends on, so that they stay when the others change.
enum FrozenIndexes {
    /// Articles in English: two segments with deletions, stored text, a facet of words and two of stated values; and copies.
    static func writeArticles(in fileSystem: any FileSystem) throws {
        var source = FrozenSource()
        for number in 0..<240 { source.articles[number] = FrozenArticle(number, version: 0) }
        try update(source, in: fileSystem)
        for number in stride(from: 0, to: 240, by: 17) { source.articles[number] = nil }
        for number in stride(from: 5, to: 240, by: 31) {
            source.articles[number] = FrozenArticle(number, version: 1)
        }
        for number in 240..<270 { source.articles[number] = FrozenArticle(number, version: 0) }
        try update(source, in: fileSystem)
    }

    /// Many short notes of plain words, of which only identifiers are kept; lists of more than 32 blocks, dense and sparse
    /// ones; and a log that is part of no segment.
    static func writeNotes(in fileSystem: any FileSystem) throws {
        var options = IndexOptions()
        options.schema = Schema(
            fields: [.init("body", zones: [.body])], analyzer: "simple", storesDocuments: false)
        options.threadCount = 1
        let plugins = PluginSet(formats: [FrozenFormat()], facets: [])
        var source = FrozenSource()
        source.notes = 0..<4200
        _ = try indexSources([source], in: fileSystem, folder: "/index", plugins: plugins, options: options)
        let live = try LiveIndex(fileSystem, path: "/index", lock: nil, plugins: plugins, options: options)
        for number in [4200, 17, 4201] { try live.add(FrozenSource.note(number, words: "live all")) }
        try live.sync()
        try live.delete("n/4000")
        live.jobs.wait()
    }

    private static func update(_ source: FrozenSource, in fileSystem: any FileSystem) throws {
        var options = IndexOptions()
        options.schema.facetFields = [FacetField("tags", facet: "tag"), FacetField("kind")]
        options.threadCount = 1
        let plugins = PluginSet(formats: [FrozenFormat()], facets: [FrozenFacet()])
        _ = try indexSources([source], in: fileSystem, folder: "/index", plugins: plugins, options: options)
    }
}

/// An article of random words, the same for the same number and version.
struct FrozenArticle {
    private static let words = """
        the the the the of of of and and in to a sanction sanctions sanctioned minister ministers missile missiles \
        harbour talks agreed Seoul Tokyo Ankara Café São Übersee naïve İstanbul Москва Αθήνα 東京 서울 U.S. 3,000 \
        o'clock co-operation trade trading traded grain defence defences treaty treaties border pipeline
        """.split(separator: " ")

    /// Of articles that are copies.
    private static let originals = [250: 48, 251: 48, 253: 60]

    let title: String
    let paragraphs: [String]
    let known: KnownMetadata

    init(_ number: Int, version: Int) {
        var random = SeededGenerator(state: UInt64(number * 2 + version))
        func next(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
        func sentence(_ count: Int) -> String {
            (0..<count).map { _ in
                // Half are of a vocabulary that every article has, the rest rarer and rarer.
                next(3) > 0 ? String(Self.words[next(Self.words.count)]) : "w\(next(1 << next(12)))"
            }.joined(separator: " ") + "."
        }
        title = "Report \(number) from \(Self.words[19 + number % 3])" + (version > 0 ? ", corrected" : "")
        let ownParagraphs = (0...next(3)).map { _ in sentence(8 + next(40)) }
        let original = Self.originals[number].map { FrozenArticle($0, version: 0) }
        // Of two copies one has the very text.
        var paragraphs = original?.paragraphs ?? ownParagraphs
        if original != nil, number % 2 > 0 { paragraphs[0] += " Reprinted." }
        self.paragraphs = paragraphs
        var known = KnownMetadata()
        if number % 7 != 0 { known.published = CalendarDate(daysSinceEpoch: Int32(number * 97 - 4000)) }
        if number % 3 == 0 { known.authors = ["A. Rinna", "B. Ödön"] }
        if number % 4 == 0 { known.publisher = "Sample Review" }
        if number % 5 == 0 { known.canonicalURL = "https://example.org/\(number)" }
        // More than one byte tells apart.
        known.statedValues["tag"] = (0..<number % 9).map { _ in "t\(next(900))" } + ["press"]
        known.statedValues["kind"] = [["news", "opinion"][number % 2]]
        self.known = known
    }
}

/// Articles and notes by number.
struct FrozenSource: SourceAdapter {
    var articles: [Int: FrozenArticle] = [:]
    var notes = 0..<0
    let rootName = "frozen"
    let rootPath = "/frozen"

    func walk() throws(SourceError) -> SourceListing {
        let names = articles.keys.sorted().map { ("a", $0) } + notes.map { ("n", $0) }
        return SourceListing(
            entries: names.map { kind, number in
                SourceEntry(
                    identifier: "\(kind)/\(number)", displayPath: "\(kind)/\(number)", filePath: "\(number)",
                    byteCount: articles[number]?.title.utf8.count ?? 100, modifiedNanoseconds: 1)
            }, isComplete: true)
    }

    func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput {
        let number = Int(entry.filePath) ?? 0
        guard let article = articles[number] else {
            var known = KnownMetadata()
            // Of few notes the day is known.
            if number % 1500 == 7 {
                known.published = CalendarDate(daysSinceEpoch: Int32(number * 20 - 40_000))
            }
            return FormatInput(bytes: Self.note(number).text, identifier: entry.identifier, known: known)
        }
        let text = ([article.title] + article.paragraphs).joined(separator: "\n")
        return FormatInput(bytes: Array(text.utf8), identifier: entry.identifier, known: article.known)
    }

    /// A note of words that are in all notes, in every second, in clusters far apart, or in few.
    static func note(_ number: Int, words: String? = nil) -> Document {
        var random = SeededGenerator(state: UInt64(number))
        func chance(_ one: UInt64) -> Bool { random.next() % one == 0 }
        var text = words ?? "all"
        if words == nil {
            if number % 2 == 0 { text += " even" }
            if chance(97) { text += String(repeating: " all", count: 40) }
            if number < 900 ? chance(3) : chance(150) { text += " early" }
            if chance(20) { text += " some more" }
            if number % 1500 == 7 { text += " rare" }
            if chance(30) { text += (0..<300).map { " w\(($0 * 7 + number) % 23)" }.joined() }
        }
        return Document(
            identifier: "n/\(number)", text: Array(text.utf8),
            zones: [Zone(kind: .body, range: 0..<text.utf8.count)])
    }
}

/// The first line is a title, the second a lead, the last of four or more a byline; of a single line all is body.
private struct FrozenFormat: FormatPlugin {
    var manifest = PluginManifest(name: "frozen", kind: .format, version: 1, summary: "")

    func confidence(for input: FormatInput) -> Int { 100 }

    func read(_ input: FormatInput) throws(FormatError) -> Document {
        var document = Document(identifier: input.identifier)
        let lines = input.bytes.split(separator: 0x0A)
        for (index, line) in lines.enumerated() {
            let kind: ZoneKind =
                lines.count == 1
                ? .body : index == 0 ? .title : index == 1 ? .lead : index < 3 ? .body : .byline
            document.append(kind, line, block: index == 2 ? .quotation : .paragraph)
        }
        document.authors = input.known.authors
        document.published = input.known.published
        if let day = document.published?.daysSinceEpoch {
            (document.modified, document.section) = (CalendarDate(daysSinceEpoch: day + 3), "Opinion")
            document.signals = [.published: .source, .modified: .dateline]
        }
        document.publisher = input.known.publisher
        if lines.dropFirst().first?.suffix(10).elementsEqual("Reprinted.".utf8) ?? false {
            document.republishedFrom = "Old Journal"
        }
        document.canonicalURL = input.known.canonicalURL
        document.language = document.publisher == nil ? nil : "en"
        return document
    }
}

/// Places by one word each.
private struct FrozenFacet: FacetPlugin {
    var manifest = PluginManifest(name: "place", kind: .facet, version: 3, summary: "", isActor: true)
    var fingerprint: UInt64 = 0x0123_4567_89AB_CDEF
    var values = [
        FacetValue(id: "JP", label: "Japan", aliases: ["Nippon"]), FacetValue(id: "KR", label: "South Korea"),
        FacetValue(id: "TR", label: "Türkiye", aliases: ["Turkey"]),
    ]
    var rules = ["capital", "other"]

    func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        let names = ["tokyo", "seoul", "ankara", "東京", "서울"]
        return documents.map { document in
            var found: [Mention] = []
            for (zone, place) in document.document.zones.enumerated() where place.kind.isArticle {
                for token in document.zoneTokens[zone]..<document.zoneTokens[zone + 1] {
                    let bytes =
                        document.folded[
                            Int(
                                document.foldedOffsets[Int(token)])..<Int(
                                    document.foldedOffsets[Int(token) + 1])]
                    guard let name = names.firstIndex(of: String(decoding: bytes, as: UTF8.self)) else {
                        continue
                    }
                    found.append(
                        Mention(
                            value: UInt32(name % 3), firstToken: token, tokenCount: 1, rule: UInt16(name / 3),
                            row: UInt32(name)))
                }
            }
            return DocumentMentions(found)
        }
    }
}
