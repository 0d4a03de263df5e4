import Dispatch
import PluginAPI
import Synchronization
import TestSupport
import Testing

@testable import SourceAdapters

@Suite("Containers")
struct ContainerTests {
    private let folder = TemporaryFolder()

    private static let page = Array("<p>The ferry sailed again.</p>".utf8)
    private static let files: [(name: String, bytes: [UInt8])] = [
        ("a.html", page), ("inner/ferry.txt", Array("It sailed.".utf8)), ("inner/logo.png", [0x89, 0x50]),
        ("../../etc/notes.txt", Array("Notes.".utf8)), ("/abs/b.md", Array("# B".utf8)),
        (".hidden/c.txt", Array("hidden".utf8)), ("café.txt", Array("Coffee.".utf8)),
    ]
    private static let names = ["a.html", "inner/ferry.txt", "etc/notes.txt", "abs/b.md", "café.txt"]

    /// Identifiers of members by the texts that reading gives.
    private func contents(of source: any SourceAdapter) throws -> (texts: [String: String], SourceListing) {
        var all = SourceListing(entries: [], isComplete: true)
        for container in try source.walk().containers {
            let listing = source.expand(container)
            all.entries += listing.entries
            all.problems += listing.problems
            all.isComplete = all.isComplete && listing.isComplete
        }
        var texts: [String: String] = [:]
        for entry in all.entries {
            do throws(SourceError) {
                texts[entry.identifier] = String(decoding: try source.read(entry).bytes, as: UTF8.self)
            } catch {
                texts[entry.identifier] = "failed: " + error.reason
            }
        }
        return (texts, all)
    }

    @Test(
        "An archive's files are named below it, by paths that cannot lead out, alone or in a folder",
        arguments: ["news.zip", "news.tar", "news.tar.gz", "news.tgz"])
    func archive(name: String) throws {
        let tar = PackedFiles.tar(Self.files)
        let bytes =
            name.hasSuffix("zip")
            ? PackedFiles.zip(Self.files) : name.hasSuffix("tar") ? tar : PackedFiles.gzip(tar)
        folder.write(name, bytes)
        for (source, prefix) in [
            (FolderSource(path: folder.path, rootName: "r") as any SourceAdapter, "r/\(name)/"),
            (try openSource(folder.path + "/" + name), name + "/"),
        ] {
            let (texts, listing) = try contents(of: source)
            #expect(listing.entries.map(\.identifier) == Self.names.map { prefix + $0 })
            #expect(listing.problems == [])
            #expect(listing.isComplete)
            #expect(texts[prefix + "etc/notes.txt"] == "Notes.")
            #expect(texts[prefix + "café.txt"] == "Coffee.")
        }
    }

    @Test("Patterns name files in archives as in folders")
    func patterns() throws {
        folder.write("a/news.zip", PackedFiles.zip(Self.files))
        func identifiers(_ includes: [String], _ excludes: [String]) throws -> [String] {
            let source = FolderSource(
                path: folder.path, includes: includes, excludes: excludes, rootName: "r")
            return try contents(of: source).1.entries.map(\.identifier)
        }
        #expect(try identifiers(["*.html"], []) == ["r/a/news.zip/a.html"])
        #expect(try identifiers(["a/news.zip/abs/*"], []) == ["r/a/news.zip/abs/b.md"])
        #expect(try identifiers(["*.zip"], ["inner/", "*.md", "etc/"]).count == 2)
        #expect(try identifiers([], ["*.zip"]) == [])
    }

    @Test("Members are read by several threads in any order, each right")
    func threads() throws {
        let files = (0..<200).map { (name: "\($0).txt", bytes: Array("text \($0)".utf8)) }
        folder.write("a.tar.gz", PackedFiles.gzip(PackedFiles.tar(files)))
        let source = FolderSource(path: folder.path, rootName: "r")
        let entries = source.expand(try source.walk().containers[0]).entries
        #expect(entries.count == 200)
        let wrong = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 400) { step in
            let index = step < 200 ? step : 399 - step
            let text = (try? source.read(entries[index])).map { String(decoding: $0.bytes, as: UTF8.self) }
            if text != "text \(index)" { wrong.wrappingAdd(1, ordering: .relaxed) }
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
    }

    @Test("A container that is replaced is read anew")
    func replaced() throws {
        let source = FolderSource(path: folder.path, rootName: "r")
        for word in ["first", "second"] {
            folder.write(
                "a.tar", PackedFiles.tar([("x.txt", Array(word.utf8)), ("y.txt", Array(word.utf8))]))
            let entries = source.expand(try source.walk().containers[0]).entries
            // The last is read in the next round, where nothing has been read after the first.
            let index = word == "first" ? 0 : 1
            #expect(try source.read(entries[index]).bytes == Array(word.utf8))
        }
    }

    @Test("An archive in an archive is opened, one deeper is reported")
    func nesting() throws {
        let innermost = PackedFiles.zip([("deep.txt", Array("deep".utf8))])
        let inner = PackedFiles.tar([
            ("x.txt", Array("x".utf8)), ("third.zip", innermost), ("y.txt", Array("y".utf8)),
        ])
        folder.write("a.zip", PackedFiles.zip([("in/b.tar", inner), ("z.txt", Array("z".utf8))]))
        let (texts, listing) = try contents(of: FolderSource(path: folder.path, rootName: "r"))
        #expect(
            texts == ["r/a.zip/in/b.tar/x.txt": "x", "r/a.zip/in/b.tar/y.txt": "y", "r/a.zip/z.txt": "z"])
        #expect(listing.problems.map(\.path) == [folder.path + "/a.zip/in/b.tar/third.zip"])
    }

    @Test("Of an archive that is cut off, what can be read is, and the listing says that more is missing")
    func truncated() throws {
        let files = (0..<20).map {
            (name: "\($0).txt", bytes: [UInt8](repeating: 0x41 + UInt8($0), count: 30_000))
        }
        let whole = PackedFiles.gzip(PackedFiles.tar(files))
        folder.write("a.tar.gz", Array(whole.prefix(whole.count / 2)))
        let (texts, listing) = try contents(of: FolderSource(path: folder.path, rootName: "r"))
        #expect(!listing.isComplete)
        #expect(listing.problems.count == 1)
        #expect(texts.values.count { !$0.hasPrefix("failed") } >= 7)
        let zip = PackedFiles.zip(files)
        folder.write("a.tar.gz", [])
        folder.write("b.zip", Array(zip.prefix(zip.count / 2)))
        let (zipped, second) = try contents(of: FolderSource(path: folder.path, rootName: "r"))
        #expect(!second.isComplete)
        #expect(zipped.values.count { !$0.hasPrefix("failed") } >= 7)
    }

    @Test("A name in a ZIP that is not UTF-8 is in the characters of the PC")
    func codePage() throws {
        let bytes = PackedFiles.zip([("cafX.txt", Array("It sailed.".utf8))], isUTF8: false)
        folder.write("a.zip", bytes.map { $0 == UInt8(ascii: "X") ? 0x82 : $0 })
        let (texts, _) = try contents(of: FolderSource(path: folder.path, rootName: "r"))
        #expect(texts == ["r/a.zip/café.txt": "It sailed."])
    }

    @Test("An encrypted member is listed, so that it stays in an index, and says why it is not read")
    func encrypted() throws {
        folder.write("a.zip", PackedFiles.zip([("a.txt", Array("secret secret".utf8))], isEncrypted: true))
        let (texts, listing) = try contents(of: FolderSource(path: folder.path, rootName: "r"))
        #expect(texts["r/a.zip/a.txt"]?.contains("is encrypted") == true)
        #expect(listing.isComplete)
    }

    @Test("A bomb is left alone: what it says it expands to is not expanded")
    func bomb() throws {
        var tar = PackedFiles.tarHeader("a.txt", byteCount: 1) + [UInt8](repeating: 0x41, count: 512)
        tar += PackedFiles.tarHeader("bomb.txt", byteCount: 8_000_000_000)
        folder.write("a.tar.gz", PackedFiles.gzip(tar))
        let (texts, listing) = try contents(of: FolderSource(path: folder.path, rootName: "r"))
        #expect(texts["r/a.tar.gz/a.txt"] == "A")
        #expect(!listing.isComplete)
        #expect(listing.problems.first?.reason.contains("hundredfold") == true)
    }

    @Test("Bytes flipped or cut never crash, and never give a member twice under one place")
    func damage() throws {
        let whole = PackedFiles.gzip(PackedFiles.tar(Self.files))
        let zip = PackedFiles.zip(Self.files)
        for step in 0..<120 {
            for (name, bytes) in [("a.tgz", whole), ("b.zip", zip)] {
                var bytes = bytes
                let place = bytes.count * step / 120
                bytes[place] ^= UInt8(truncatingIfNeeded: step &* 37 | 1)
                if step % 3 == 0 { bytes.removeLast(bytes.count - place) }
                folder.write(name, bytes)
            }
            let (texts, listing) = try contents(of: FolderSource(path: folder.path))
            #expect(texts.count <= listing.entries.count)
        }
    }
}
