import Glibc
import PluginAPI
import SourceAdapters
import Testing

@Suite("A folder of articles")
struct FolderSourceTests {
    let folder = TemporaryFolder()

    func walk(
        includes: [String] = [], excludes: [String] = [], includesHidden: Bool = false
    ) throws -> SourceListing {
        try FolderSource(
            path: folder.path, includes: includes, excludes: excludes, includesHidden: includesHidden,
            rootName: "r"
        ).walk()
    }

    @Test("Entries are named by root and relative path, sorted by bytes, and can all be read")
    func namesAndOrder() throws {
        for name in ["b.txt", "a/z.html", "a.md", "a/é.HTM", "a/b/c.xhtml", "empty.txt"] {
            folder.write(name, name == "empty.txt" ? "" : name)
        }
        let source = FolderSource(path: folder.path, rootName: "r")
        let listing = try source.walk()
        let expected = ["r/a.md", "r/a/b/c.xhtml", "r/a/z.html", "r/a/é.HTM", "r/b.txt", "r/empty.txt"]
        #expect(listing.entries.map(\.identifier) == expected)
        #expect(listing.isComplete && listing.problems.isEmpty)
        #expect(Set(listing.entries.map(\.identifier)).count == listing.entries.count)
        for entry in listing.entries {
            let input = try source.read(entry)
            #expect(input.bytes.count == entry.byteCount)
            #expect(input.identifier == entry.identifier)
            #expect(entry.identifier.hasSuffix(input.fileName))
            #expect(entry.modifiedNanoseconds > 1_500_000_000_000_000_000)
        }
    }

    @Test("The root is named by its folder, however its path is written")
    func rootName() {
        folder.makeFolder("news")
        for path in ["/news", "/news/", "/news//", "/news/.", "/news/../news"] {
            let source = FolderSource(path: folder.path + path)
            #expect(source.rootName == "news")
            #expect(source.rootPath.hasSuffix("/news"))
        }
    }

    @Test("Other files are silently no articles")
    func otherFiles() throws {
        for name in ["a.jpg", "README", "x.txt~", "txt"] { folder.write(name) }
        let listing = try walk()
        #expect(listing.entries.isEmpty && listing.problems.isEmpty && listing.isComplete)
    }

    @Test("Hidden names count only when asked for, .dossier never")
    func hidden() throws {
        for name in [".a.txt", ".git/b.txt", ".dossier/c.txt", "d.txt"] { folder.write(name) }
        #expect(try walk().entries.map(\.identifier) == ["r/d.txt"])
        let all = try walk(includesHidden: true).entries.map(\.identifier)
        #expect(all == ["r/.a.txt", "r/.git/b.txt", "r/d.txt"])
    }

    @Test("Includes choose files, excludes win and prune folders")
    func globs() throws {
        for name in ["a.txt", "b.rst", "x/a.txt", "x/y/a.log", "old/a.rst"] { folder.write(name) }
        #expect(try walk(includes: ["*.rst", "x/**"]).entries.count == 4)
        let kept = try walk(includes: ["*.rst", "x/**"], excludes: ["old/", "x/y"]).entries
        #expect(kept.map(\.identifier) == ["r/b.rst", "r/x/a.txt"])
    }

    @Test("A folder named like an article is a problem, and its articles are listed")
    func folderNamedLikeArticle() throws {
        folder.write("x.html/a.txt")
        let listing = try walk()
        #expect(listing.entries.map(\.identifier) == ["r/x.html/a.txt"])
        #expect(listing.problems == [SourceProblem(path: folder.path + "/x.html", reason: "is a folder")])
        #expect(listing.isComplete)
    }

    @Test("Links to files and folders are followed; loops are a problem and end")
    func links() throws {
        folder.write("a/b/c.txt")
        folder.link("a/b/up", to: "../..")
        folder.link("a/b/here", to: ".")
        folder.link("f.txt", to: "a/b/c.txt")
        let listing = try walk()
        #expect(listing.entries.map(\.identifier) == ["r/a/b/c.txt", "r/f.txt"])
        #expect(listing.problems.count == 2)
        #expect(listing.isComplete)
        let other = TemporaryFolder()
        other.link("first", to: folder.path + "/a")
        other.link("second", to: folder.path + "/a")
        let followed = try FolderSource(path: other.path, rootName: "r").walk()
        #expect(followed.entries.map(\.identifier) == ["r/first/b/c.txt", "r/first/b/up/f.txt"])
        #expect(followed.problems.contains { $0.path.hasSuffix("/second") })
    }

    @Test("A link to a folder that is listed anyway adds nothing, in whatever order they stand")
    func linkWithin() throws {
        folder.write("m/a.txt")
        folder.write("m/n/b.txt")
        folder.link("a", to: "m")
        folder.link("z", to: "m/n")
        let listing = try walk()
        #expect(listing.entries.map(\.identifier) == ["r/m/a.txt", "r/m/n/b.txt"])
        #expect(listing.problems.isEmpty && listing.isComplete)
        let hidden = TemporaryFolder()
        hidden.write(".store/a.txt")
        hidden.link("a", to: ".store")
        #expect(
            try FolderSource(path: hidden.path, rootName: "r").walk().entries.map(\.identifier) == [
                "r/a/a.txt"
            ])
    }

    @Test("A broken link that is neither named as an article nor as a folder is no problem")
    func brokenOtherLink() throws {
        folder.link("a.min.js", to: "nowhere")
        let listing = try walk()
        #expect(listing.problems.isEmpty && listing.isComplete)
        folder.link("a", to: "nowhere")
        #expect(try walk().problems.count == 1)
    }

    @Test("A broken link is a problem, and the listing is not complete")
    func brokenLink() throws {
        folder.link("a.txt", to: "nowhere")
        let listing = try walk()
        #expect(listing.entries.isEmpty && listing.problems.count == 1 && !listing.isComplete)
    }

    @Test("A FIFO is a problem and never opened")
    func fifo() throws {
        folder.makeFIFO("a.txt")
        let listing = try walk()
        #expect(listing.problems.map(\.reason) == ["is not a regular file"])
        let entry = SourceEntry(
            identifier: "r/a.txt", displayPath: "a.txt", filePath: folder.path + "/a.txt", byteCount: 0,
            modifiedNanoseconds: 0)
        #expect(throws: SourceError(path: "a.txt", reason: "is not a regular file")) {
            try FolderSource(path: folder.path).read(entry)
        }
    }

    @Test(
        "A folder that cannot be opened is a problem, and the listing is not complete",
        .enabled(if: geteuid() != 0))
    func unreadableFolder() throws {
        folder.write("a/b.txt")
        folder.setMode("a", 0)
        let listing = try walk()
        folder.setMode("a", 0o755)
        #expect(listing.problems.map(\.reason) == ["Permission denied"])
        #expect(!listing.isComplete)
    }

    @Test("A path too long to open is a problem, and the listing is not complete")
    func pathTooLong() throws {
        // Stands for an unreadable folder where tests run as root, who may read everything.
        let name = String(repeating: "x", count: 250)
        folder.write("a.txt")
        #expect(makeDeepFolder(folder.path, name: name, levels: 18))
        let listing = try walk()
        #expect(listing.entries.map(\.identifier) == ["r/a.txt"])
        #expect(listing.problems.map(\.reason) == ["File name too long"])
        #expect(!listing.isComplete)
    }

    @Test("A name that is not UTF-8 is reported")
    func notUTF8() throws {
        var path = Array((folder.path + "/caf").utf8CString.dropLast())
        path += [CChar(bitPattern: 0xE9)] + Array(".txt".utf8CString)
        // Safe: ends with a zero.
        _ = close(unsafe open(path, O_CREAT | O_WRONLY, 0o644))
        let listing = try walk()
        #expect(listing.entries.isEmpty)
        #expect(listing.problems.map(\.path) == [folder.path + "/caf\u{FFFD}.txt"])
    }

    @Test("A root that is not there or no folder throws")
    func badRoot() throws {
        folder.write("a.txt")
        #expect(throws: SourceError.self) { try FolderSource(path: folder.path + "/none").walk() }
        #expect(throws: SourceError.self) { try FolderSource(path: folder.path + "/a.txt").walk() }
    }
}

/// Makes folders within folders by descriptors, deeper than any path may name.
private func makeDeepFolder(_ path: String, name: String, levels: Int) -> Bool {
    // Safe: C strings only.
    var descriptor = unsafe open(path, O_RDONLY)
    for _ in 0..<levels {
        // Safe: C strings only.
        guard unsafe mkdirat(descriptor, name, 0o755) == 0 else { return false }
        // Safe: C strings only.
        let next = unsafe openat(descriptor, name, O_RDONLY)
        _ = close(descriptor)
        descriptor = next
    }
    return close(descriptor) == 0
}
