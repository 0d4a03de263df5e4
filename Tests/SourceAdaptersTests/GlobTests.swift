import PluginAPI
import SourceAdapters
import Testing

@Suite("Patterns")
struct GlobTests {
    @Test(
        "A pattern matches as gitignore's does",
        arguments: [
            ("*.txt", "a.txt", true), ("*.txt", "x/a.txt", true), ("x/*.txt", "x/a.txt", true),
            ("x/*.txt", "x/y/a.txt", false), ("x/**", "x/y/a.txt", true), ("**/a.txt", "a.txt", true),
            ("**/a.txt", "x/y/a.txt", true), ("**/a.txt", "x/ba.txt", false), ("x/**/a.txt", "x/a.txt", true),
            ("/a.txt", "a.txt", true), ("/a.txt", "x/a.txt", false), ("[a-c]?.txt", "bé.txt", true),
            ("[!a-c].txt", "b.txt", false), ("[é].txt", "é.txt", true), ("[.txt", "[.txt", true),
            ("\\*.txt", "*.txt", true), ("\\*.txt", "a.txt", false), ("*", "a", true), ("?", "ab", false),
        ])
    func matches(pattern: String, path: String, expected: Bool) throws {
        let folder = TemporaryFolder()
        folder.write(path)
        let source = FolderSource(path: folder.path, includes: [pattern])
        #expect(try source.walk().entries.isEmpty == !expected)
    }

    @Test("A hostile pattern ends soon")
    func hostile() throws {
        let folder = TemporaryFolder()
        folder.write(String(repeating: "a", count: 200))
        let pattern = String(repeating: "*a", count: 60) + "b"
        #expect(try FolderSource(path: folder.path, includes: [pattern]).walk().entries.isEmpty)
    }
}
