import Glibc
import PluginAPI
import SourceAdapters
import Testing

@Suite("Opening a source")
struct OpenSourceTests {
    let folder = TemporaryFolder()

    @Test("The path decides the adapter")
    func kinds() throws {
        for name in ["a.txt", "a.jsonl", "a.NDJSON"] { folder.write(name) }
        #expect(try openSource(folder.path) is FolderSource)
        #expect(try openSource(folder.path + "/a.txt") is FileSource)
        #expect(try openSource(folder.path + "/a.jsonl") is JSONLinesSource)
        #expect(try openSource(folder.path + "/a.NDJSON") is JSONLinesSource)
    }

    @Test("A path with nothing readable throws, with the path and the reason")
    func missing() {
        folder.makeFIFO("fifo")
        let path = folder.path + "/none"
        #expect(throws: SourceError(path: path, reason: "No such file or directory")) { try openSource(path) }
        #expect(throws: SourceError.self) { try openSource(folder.path + "/fifo") }
        #expect(throws: SourceError.self) { try openSource("") }
    }

    @Test("A file is one entry named by its file name")
    func file() throws {
        folder.write("a.html", "<p>x")
        let source = try openSource(folder.path + "/a.html")
        let listing = try source.walk()
        #expect(listing.entries.map(\.identifier) == ["a.html"] && listing.isComplete)
        let input = try source.read(listing.entries[0])
        #expect(input.bytes == Array("<p>x".utf8) && input.fileName == "a.html")
    }

    @Test("Standard input is one article, or JSON lines, and may be read more than once")
    func standardInput() throws {
        folder.write("in", "{\"id\":\"1\",\"text\":\"a\"}\n{\"text\":\"b\"}\n")
        for isLines in [false, true] {
            // Safe: a C string.
            let descriptor = unsafe open(folder.path + "/in", O_RDONLY)
            defer { _ = close(descriptor) }
            var options = SourceOptions()
            options.isInputJSONLines = isLines
            options.inputDescriptor = descriptor
            let source = try openSource("-", options: options)
            for _ in 0..<2 {
                let entries = try source.walk().entries
                #expect(entries.map(\.identifier) == (isLines ? ["1", "stdin:2"] : ["stdin"]))
                let sizes = try entries.map { try source.read($0).bytes.count }
                #expect(sizes == (isLines ? [1, 1] : [35]))
            }
        }
    }
}
