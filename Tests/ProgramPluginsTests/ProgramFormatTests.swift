import ExternalPrograms
import Foundation
import PluginAPI
import Testing

@testable import ProgramPlugins

/// Makes one body zone of a text, for programs that give no zones.
private struct PlainText: FormatPlugin {
    var manifest = PluginManifest(name: "text", kind: .format, version: 1, summary: "")

    func confidence(for input: FormatInput) -> Int { 1 }

    func read(_ input: FormatInput) throws(FormatError) -> Document {
        if input.bytes.isEmpty { throw .empty }
        var document = Document(identifier: input.identifier)
        document.append(.title, Array((input.known.title ?? "").utf8))
        document.append(.body, input.bytes)
        document.published = input.known.published
        document.authors = input.known.authors
        return document
    }
}

@Suite("Formats that a program reads")
struct ProgramFormatTests {
    private func format(_ script: String, _ change: (inout ProgramLimits) -> Void = { _ in }) throws
        -> (ProgramFormat, TemporaryProgram)
    {
        let program = try TemporaryProgram(
            "import base64\ngreet()\nwhile True:\n    d = ask()\n    " + script)
        return (try ProgramFormat(program.plugin(.format, change), textFormat: PlainText()), program)
    }

    private func input(_ bytes: [UInt8]) -> FormatInput {
        FormatInput(bytes: bytes, identifier: "root/a.xyz", fileName: "a.xyz")
    }

    @Test("All bytes reach the program, and a text comes back", arguments: [1, 2, 3, 4, 255, 300_000])
    func bytes(count: Int) throws {
        let (format, program) = try format(
            "b = base64.b64decode(d['bytes']); reply(d, {'title': d['name'], 'text': str(len(b)) + ' ' + str(sum(b)), 'date': '2022-08-01', 'authors': ['A. Doe']})"
        )
        defer { _ = program }
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 65) }
        let document = try format.read(input(bytes))
        #expect(document.title == "a.xyz")
        #expect(document.authors == ["A. Doe"])
        #expect(document.published?.description == "2022-08-01")
        #expect(document.signals[.published] == .header)
        let body = try #require(document.zones.last)
        #expect(
            String(decoding: document.text[body.range], as: UTF8.self)
                == "\(count) \(bytes.reduce(0) { $0 + Int($1) })")
    }

    @Test("Zones come back as they are given, and what the source says overrules the program")
    func zones() throws {
        let (format, program) = try format(
            """
            reply(d, {'title': 'Mine', 'language': 'de', 'zones': [{'kind': 'byline', 'text': 'By A'}, {'text': ' '},
                    {'kind': 'body', 'block': 'quotation', 'text': 'Überall'}]})
            """)
        defer { _ = program }
        var source = input([65])
        source.known.title = "Yours"
        let document = try format.read(source)
        #expect(document.title == "Yours")
        #expect(document.zones.map(\.kind) == [.title, .byline, .body])
        #expect(document.zones.last?.block == .quotation)
        #expect(document.signals[.title] == .source && document.signals[.language] == .header)
    }

    @Test("Endings and media types say what it reads")
    func confidence() throws {
        let (format, program) = try format("reply(d, {'text': 'x'})")
        defer { _ = program }
        #expect(format.confidence(for: FormatInput(bytes: [], identifier: "", fileName: "A.XYZ")) == 90)
        #expect(format.confidence(for: FormatInput(bytes: [], identifier: "", fileName: "a.txt")) == 0)
        let typed = FormatInput(bytes: [], identifier: "", mediaType: "Text/X-XYZ; charset=utf-8")
        #expect(format.confidence(for: typed) == 100)
    }

    @Test(
        "A fault is told with the plugin's name, and the next file is read",
        arguments: [
            ("sys.exit(3)", "the plugin sample failed: its program ended with status 3"),
            ("reply(d, {'error': 'encrypted'})", "the plugin sample failed: encrypted"),
            (
                "reply(d, {'text': 'x', 'date': 'May'})",
                "the plugin sample failed: ‘May’ is no date such as 2014-05-01"
            ),
            (
                "reply(d, {'zones': [{'kind': 'body2', 'text': 'x'}]})",
                "the plugin sample failed: there is no kind of zone body2"
            ),
            ("reply(d, {'text': 7})", "the plugin sample failed: text is a number, not a text"),
            (
                "reply(d, {'text': 'a', 'zones': [{'text': 'b'}]})",
                "the plugin sample failed: the answer has both text and zones"
            ),
            (
                "time.sleep(60)",
                "the plugin sample failed: its program took more than 500 milliseconds and was stopped"
            ),
            ("reply(d, {})", "the file is empty"),
        ])
    func faults(action: String, message: String) throws {
        let (format, program) = try format(
            "\n    if d['bytes'] == 'QkFE': \(action)\n    else: reply(d, {'text': 'fine'})"
        ) { $0.timeMilliseconds = 500 }
        defer { _ = program }
        _ = try format.read(input([65]))
        let error = #expect(throws: FormatError.self) { try format.read(input(Array("BAD".utf8))) }
        #expect(error?.description == message)
        if action.contains("sleep"), case .unavailable = error {} else { #expect(!action.contains("sleep")) }
        #expect(throws: Never.self) { try format.read(input([66])) }
    }
}
