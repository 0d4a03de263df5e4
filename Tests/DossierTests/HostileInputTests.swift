import Foundation
import PluginAPI
import SourceAdapters
import StandardPlugins
import TestSupport
import Testing

@testable import Dossier

/// Files nobody would call articles, beside some that are: nothing traps, each problem is told, the rest is found.
@Suite("Hostile inputs") struct HostileInputTests {
    private let folder: TemporaryIndex
    private var indexPath: String { folder.path + "/.dossier" }

    init() throws { folder = try TemporaryIndex() }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/" + name))
    }

    /// Indexes what was written; the index must be sound and every document can be shown, explained and searched.
    private func index(_ path: String? = nil) throws -> (report: IndexReport, identifiers: Set<String>) {
        let report = try indexSources(
            [openSource(path ?? folder.path)], at: indexPath, plugins: standardPlugins())
        let index = try SearchIndex(path: indexPath)
        #expect(index.check() == [])
        var request = SearchRequest("")
        request.limit = 10_000
        request.countedFacets = index.facetNames
        let words = SearchRequest("word \"a b\" Seoul")
        var identifiers: Set<String> = []
        for hit in try index.search(request).hits {
            let document = try index.fetch(hit.reference)
            #expect(String(validating: document.text, as: UTF8.self) != nil, "\(document.identifier)")
            identifiers.insert(document.identifier)
            _ = try index.snippet(of: document, for: words)
            _ = try index.evidence(for: document.identifier)
            _ = try index.explain(document.identifier, words)
        }
        #expect(identifiers.count == report.documentCount)
        _ = try index.search(words)
        return (report, identifiers)
    }

    /// Every name is a document or a problem with a reason, never neither and never both.
    private func expectAccounted(_ names: some Collection<String>) throws {
        let (report, identifiers) = try index()
        let root = (folder.path as NSString).lastPathComponent
        for name in names {
            let isDocument = identifiers.contains(root + "/" + name)
            let problems = report.problems.filter { $0.path.hasSuffix("/" + name) }
            #expect(isDocument == problems.isEmpty, "\(name): \(problems)")
            #expect(problems.allSatisfy { !$0.reason.isEmpty })
        }
        #expect(identifiers.count + report.problems.count == names.count)
        #expect(identifiers.contains(root + "/good.txt"))
    }

    private static let good = Array("A good title\n\nSome words of Seoul and more of them.\n".utf8)

    @Test("of text and pages are indexed or reported, each by name")
    func files() throws {
        let deep = String(repeating: "<div>", count: 100_000)
        let deepText = deep + "<p>Some words of Tokyo.</p>" + String(repeating: "</div>", count: 100_000)
        let table = String(repeating: "<table><tr><td>", count: 3_000) + "words"
        let files: [String: [UInt8]] = [
            "good.txt": Self.good, "empty.txt": [], "blank.txt": Array(" \n\t\r\n ".utf8),
            "nul.txt": Array("Title\n\nSome \0words\0 here.\n".utf8),
            "nuls.txt": [UInt8](repeating: 0, count: 999),
            "invalid.txt": Array("Title\n\n".utf8) + [0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0xF8]
                + Self.good,
            "bom.txt": [0xEF, 0xBB, 0xBF], "bom16.txt": [0xFF, 0xFE],
            "odd16.txt": [0xFF, 0xFE, 0x41, 0x00, 0x42],
            "half16.txt": [0xFE, 0xFF, 0xD8, 0x00, 0x00, 0x41], "cut.txt": Self.good + [0xE2, 0x82],
            "line.txt": Array(repeating: "talk ", count: 1_000_000).joined().utf8 + [],
            "unbroken.txt": [UInt8](repeating: 0x61, count: 5_000_000),
            "marks.txt": Array("a".utf8) + (0..<100_000).flatMap { _ in [0xCC, 0x81] as [UInt8] },
            "controls.txt": Array(
                "Title\n\n\u{1}\u{2}\u{1B}[31m \u{202E}evil\u{FEFF} \u{FFFE}\u{10FFFF}".utf8),
            "quotes.txt": Array("\"\"\" AND OR NOT (((\n\n".utf8),
            "deep.html": Array(deepText.utf8), "table.html": Array(table.utf8),
            "open.html": Array("<html><body><p>Words of Oslo <b <i <p class=\"".utf8),
            "notitle.html": Array("<title></title><h1> </h1><p>Some words of Lima were said today.</p>".utf8),
            "charset.html": Array("<meta charset=\"nonsense\"><p>Words of Kyiv.</p>".utf8),
            "entities.html": Array("<p>&#0; &#xD800; &#x110000; &nosuch; &amp;amp; words</p>".utf8),
            "nul.html": Array("<p>Some\0 words <scr\0ipt>x</script></p>".utf8),
            "attribute.html": Array("<p title=\"".utf8) + [UInt8](repeating: 0x22, count: 2_000_000),
            "brackets.html": [UInt8](repeating: 0x3C, count: 1_000_000),
            "comment.html": Array("<!-- ".utf8) + [UInt8](repeating: 0x2D, count: 1_000_000),
        ]
        for (name, bytes) in files { try write(name, bytes) }
        try expectAccounted(files.keys)
    }

    @Test("of random bytes are indexed or reported, each by name", arguments: ["txt", "html"])
    func randomFiles(ending: String) throws {
        var random = SeededGenerator(state: 7)
        try write("good.txt", Self.good)
        var names = ["good.txt"]
        let pieces = [
            "<p>", "</", "<![CDATA[", "&#", "\0", "Seoul ", "\u{FEFF}", "<!--", "\r", "é", "<svg><title>",
        ]
        for number in 0..<60 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<200, using: &random) {
                if Bool.random(using: &random) {
                    bytes += pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8
                } else {
                    bytes.append(UInt8.random(in: 0...255, using: &random))
                }
            }
            names.append("r\(number).\(ending)")
            try write("r\(number).\(ending)", bytes)
        }
        try expectAccounted(names)
    }

    @Test("of JSON lines are indexed or reported, each by its line")
    func records() throws {
        let nested = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let long = String(repeating: "talk ", count: 1_000_000)
        let lines: [(line: [UInt8], isDocument: Bool)] = [
            (Array(#"{"id":"good","title":"A title","text":"Some words of Seoul."}"#.utf8), true),
            (Array(#"{"id":"nul","title":"\u0000","text":"a \u0000 b"}"#.utf8), true),
            (Array(#"{"id":"raw","text":"a "#.utf8) + [0] + Array(#" b"}"#.utf8), false),
            (Array(#"{"id":"bad","text":"a "#.utf8) + [0xFF, 0xC0] + Array(#" b"}"#.utf8), false),
            (Array(#"{"id":"surrogate","text":"a \uD800 b"}"#.utf8), false),
            (Array(#"{"id":"long","text":""#.utf8) + long.utf8 + Array(#""}"#.utf8), true),
            (Array(#"{"id":"deep","text":"a","more":"#.utf8) + nested.utf8 + Array("}".utf8), false),
            (Array(#"{"id":"untitled","title":"","text":"Words of Tokyo."}"#.utf8), true),
            (Array(#"{"id":"empty","text":""}"#.utf8), false), (Array(#"{"id":"none"}"#.utf8), false),
            (Array(#"{"id":"number","text":5}"#.utf8), true), (Array("[1,2]".utf8), false),
            (Array("{".utf8), false), (Array("\"text\"".utf8), false), ([0xEF, 0xBB, 0xBF, 0x7B], false),
            (Array(#"{"id":"","text":"Words without a name."}"#.utf8), true),
            (Array(#"{"id":{"a":1},"text":"Words with an odd name."}"#.utf8), true),
            (Array(#"{"id":"date","date":"2015-99-99","text":"Words of no day."}"#.utf8), true),
            (Array(#"{"id":"../../etc/\u0000\n","text":"Words of a strange name."}"#.utf8), true),
            (
                Array("{\"id\":\"".utf8) + [UInt8](repeating: 0x69, count: 70_000)
                    + Array(#"","text":"x y"}"#.utf8), true
            ),
        ]
        try write("news.jsonl", Array(lines.map(\.line).joined(separator: [0x0A])))
        let (report, identifiers) = try index(folder.path + "/news.jsonl")
        for (number, (line, isDocument)) in lines.enumerated() {
            let place = "/news.jsonl:\(number + 1)"
            let isReported = report.problems.contains { $0.path.hasSuffix(place) && !$0.reason.isEmpty }
            #expect(isReported != isDocument, "\(String(decoding: line.prefix(60), as: UTF8.self))")
        }
        #expect(identifiers.count == lines.count { $0.isDocument })
        #expect(identifiers.isSuperset(of: ["good", "long", "untitled"]))
        #expect(identifiers.count + report.problems.count == lines.count)
    }
}
