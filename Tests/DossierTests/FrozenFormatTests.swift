import Foundation
import IndexAnalysis
import IndexStorage
import PluginAPI
import TestSupport
import Testing

@testable import Dossier
@testable import IndexCore

/// One of the indexes that stand in `Tests/Golden/index-vN`, and beside it what they answered when they were written.
///
/// They are written once a version of the format and never again. When the version is raised, the constant is
/// `IndexFile.version` and what FORMAT.md says of it, then this writes those of the new version anew:
///
///     DOSSIER_WRITE_FROZEN=1 swift test --filter FrozenFormatTests
///
/// Those of versions that the program reads no more are deleted then.
enum KeptIndex: String, CaseIterable, CustomTestStringConvertible {
    case articles, notes

    var testDescription: String { rawValue }

    private static let root = Golden.folder.appending(path: "index-v\(IndexFile.version)")
    var folder: URL { Self.root.appending(path: rawValue) }
    private var answersFile: URL { Self.root.appending(path: rawValue + ".txt") }

    /// Writes the index as this program does.
    func write(in fileSystem: any FileSystem) throws {
        switch self {
        case .articles: try FrozenIndexes.writeArticles(in: fileSystem)
        case .notes: try FrozenIndexes.writeNotes(in: fileSystem)
        }
    }

    func answers(of index: SearchIndex) throws -> [String] {
        switch self {
        case .articles:
            let queries = [
                "sanctions", "=sanctions", "sanctioned talks", "+treaties +border grain",
                "\"sanction talks\"",
                "title:seoul OR title:tokyo", "harbour -missiles", "\"the minister\" AND (defence OR cafe)",
                "w100",
                "Москва 東京", "istanbul uebersee", "aside:the", "zone:lead sanctions",
                "zone:byline \"the minister\"", "author:rinna grain", "place:KR ministers",
                "tag:press -kind:news",
                "nowhere",
            ]
            var answers = try FrozenAnswers(
                index, queries, documents: ["a/5", "a/60", "a/95", "a/250", "a/251", "a/269"],
                facets: ["place", "tag", "kind", "publisher", "republished-from", "actor"])
            var dated = SearchRequest("")
            dated.from = CalendarDate(daysSinceEpoch: -1000)
            dated.to = CalendarDate(daysSinceEpoch: 5000)
            try answers.ask(dated, "dates", ["kind"])
            for copies in try index.allCopies() { answers.append("copies \(copies)") }
            return answers.lines
        case .notes:
            let queries = [
                "all", "even", "early", "rare", "some more", "+even +early", "\"some more\"",
                "\"all all all\"", "live",
                "all -even", "w3 w5 rare", "+all +w22 early", "*",
            ]
            return try FrozenAnswers(index, queries, documents: ["n/7", "n/17", "n/97"], facets: []).lines
        }
    }

    func keptAnswers() throws -> [String] {
        try String(contentsOf: answersFile, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
    }

    /// Writes index and answers where they are kept.
    func keep() throws {
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(in: DirectoryFileSystem(path: folder.path))
        let answers = try answers(of: SearchIndex(path: folder.path))
        try answers.joined(separator: "\n").write(to: answersFile, atomically: true, encoding: .utf8)
    }

    /// Whether the libraries here make the terms and compress the texts that those of its writer did.
    func isOfTheseLibraries() throws -> Bool {
        let fileSystem = DirectoryFileSystem(path: folder.path)
        for name in try fileSystem.list() where name.hasSuffix(".core") {
            let file = try IndexFile.core.open(name, in: fileSystem)
            let meta = try CoreMeta(file.section(CoreSection.meta).bytes().array(), file: name)
            let analyzer = try #require(Analyzers.current[self])
            return meta.analyzer == analyzer && meta.compressor == "zstd=\(Zstandard.version)"
        }
        return false
    }
}

private enum Analyzers {
    static let current: [KeptIndex: String] = [
        .articles: (try? Schema.articles.settings().analyzer.stableDescription) ?? "",
        .notes:
            (try? Schema(fields: [.init("body", zones: [.body])], analyzer: "simple").settings()
            .analyzer.stableDescription) ?? "",
    ]
}

@Suite("The format of this version", .serialized) struct FrozenFormatTests {
    @Test(
        "is written anew when asked for",
        .enabled(if: ProcessInfo.processInfo.environment["DOSSIER_WRITE_FROZEN"] != nil),
        arguments: KeptIndex.allCases)
    func rewrite(kept: KeptIndex) throws { try kept.keep() }

    @Test(
        "is read: a kept index is sound, and answers as it did when it was written",
        arguments: KeptIndex.allCases)
    func answers(kept: KeptIndex) throws {
        let index: SearchIndex
        do throws(DossierError) {
            index = try SearchIndex(path: kept.folder.path)
        } catch {
            // Other libraries make other terms: then it is refused, and only then.
            #expect(error.code == .otherVersion)
            return #expect(try !kept.isOfTheseLibraries(), "\(error)")
        }
        #expect(index.check() == [])
        let (found, expected) = (try kept.answers(of: index), try kept.keptAnswers())
        #expect(found.count == expected.count)
        let first = zip(found, expected).first { $0 != $1 }
        #expect(first == nil, "the first line that differs: \(String(describing: first))")
    }

    @Test("is written: the same inputs give the bytes of the kept index", arguments: KeptIndex.allCases)
    func bytes(kept: KeptIndex) throws {
        guard try kept.isOfTheseLibraries() else { return }
        let folder = try TemporaryFolder()
        try kept.write(in: folder.fileSystem)
        let fileSystem = DirectoryFileSystem(path: kept.folder.path)
        let names = try fileSystem.list()
        #expect(try folder.fileSystem.list() == names)
        for name in names {
            let expected = try fileSystem.openMapped(name).allBytes.array()
            #expect(try folder.map(name).allBytes.array() == expected, "\(name)")
        }
    }

    @Test("is covered: the kept indexes hold whatever there is in the format")
    func coverage() throws {
        var seen: Set<String> = []
        var byteCount = 0
        for kept in KeptIndex.allCases {
            let fileSystem = DirectoryFileSystem(path: kept.folder.path)
            for name in try fileSystem.list() {
                byteCount += try fileSystem.openMapped(name).byteCount
                seen.insert(name.split(separator: ".").last.map(String.init) ?? "")
                if name.hasPrefix("log-") { seen.insert("log") }
            }
            let commit = try #require(try CommitStore(fileSystem).newest())
            let snapshot = try Snapshot(commit, in: fileSystem)
            if !snapshot.record.copies.isEmpty {
                seen.formUnion(Coverage.kinds(of: try CopyLinks(snapshot.record.copies, in: fileSystem)))
            }
            if snapshot.parts.count > 1 { seen.insert("segments") }
            for part in snapshot.parts { seen.formUnion(try Coverage.kinds(of: part)) }
        }
        let wanted: Set = ["core", "layer", "deletes", "catalog", "sync", "copies", "log", "segments"]
        #expect(
            seen.isSuperset(of: wanted.union(Coverage.all)), "\(wanted.union(Coverage.all).subtracting(seen))"
        )
        #expect(byteCount < 400_000)
    }
}

/// The kinds of lists, blocks and columns that a segment holds.
private enum Coverage {
    static let all: Set = [
        "inlined list", "short list", "list with a tail", "groups of blocks", "bitset", "exceptions",
        "shared list",
        "shared list of blocks", "form", "stored", "not stored", "dates", "few dates", "stated", "mentions",
        "single values", "no values", "wide ordinals", "narrow ordinals", "wide offsets", "narrow offsets",
        "signatures", "no signatures", "equal texts", "copies of texts", "given sources",
    ]

    static func kinds(of links: CopyLinks) -> Set<String> {
        var seen = Set(links.links.map { $0.first == $0.second ? "equal texts" : "copies of texts" })
        if !links.sources.isEmpty { seen.insert("given sources") }
        return seen
    }

    static func kinds(of part: Snapshot.Part) throws -> Set<String> {
        var seen: Set<String> = []
        for field in part.segment.fields {
            var cursor = try field.terms().cursor()
            while try cursor.next() { seen.formUnion(try kinds(of: cursor.entry, field)) }
        }
        seen.insert(try part.segment.stored().blockCount > 0 ? "stored" : "not stored")
        let dates = try part.segment.dates()
        seen.insert(dates[0] == noDate && dates[1] == noDate ? "few dates" : "dates")
        seen.insert(try part.segment.signatures() == nil ? "no signatures" : "signatures")
        for layer in part.layers {
            let ordinals = try layer.ordinals()
            seen.insert(layer.meta.hasMentions ? "mentions" : "stated")
            seen.insert(ordinals.width == 1 ? "narrow ordinals" : "wide ordinals")
            seen.insert(ordinals.offsetWidth > 1 ? "wide offsets" : "narrow offsets")
            if ordinals.offsets.count == 0 {
                seen.insert(ordinals.ordinals.count == 0 ? "no values" : "single values")
            }
        }
        return seen
    }

    private static func kinds(of entry: TermEntry, _ field: FieldReader) throws -> Set<String> {
        if entry.form != nil { return ["form"] }
        if entry.isInlined { return ["inlined list"] }
        var seen: Set<String> = []
        let isShort = entry.documentFrequency < blockLength
        if entry.formsSize > 0 { seen.insert(isShort ? "shared list" : "shared list of blocks") }
        guard !isShort else { return seen.union(["short list"]) }
        let list = try field.postings(entry).list
        if list.groupCount > 0 { seen.insert("groups of blocks") }
        if entry.documentFrequency % blockLength > 0 { seen.insert("list with a tail") }
        for block in 0..<list.documentFrequency / blockLength {
            let head = list.bytes[try #require(list.place(ofBlock: block)).block.lowerBound]
            if head == 0xFF { seen.insert("bitset") } else if head >> 5 > 0 { seen.insert("exceptions") }
        }
        return seen
    }
}
