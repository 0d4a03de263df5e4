import Dispatch
import Glibc
import PluginAPI
import Testing

@testable import SourceAdapters

@Suite struct SourceWatchTests {
    private let folder = TemporaryFolder()
    private let watch: SourceWatch
    private static let patience = {
        var patience = SourceWatch.Patience()
        patience.quiet = .milliseconds(20)
        patience.longest = .milliseconds(300)
        return patience
    }()

    init() throws { watch = try SourceWatch(excluding: folder.path + "/index") }

    private func changes(within milliseconds: Int = 500) throws -> SourceChanges {
        try watch.next(Self.patience, until: ContinuousClock.now + .milliseconds(milliseconds))
    }

    private func move(_ from: String, _ to: String) {
        // Safe: C strings.
        _ = unsafe rename(folder.path + "/" + from, folder.path + "/" + to)
    }

    private func delete(_ name: String) {
        // Safe: a C string.
        _ = unsafe unlink(folder.path + "/" + name)
    }

    private func link(_ target: String, _ name: String) {
        // Safe: C strings.
        _ = unsafe symlink(folder.path + "/" + target, folder.path + "/" + name)
    }

    private func walk(_ source: any SourceAdapter) throws -> any SourceAdapter {
        let watched = try #require(watch.watching(source))
        _ = try watched.walk()
        return watched
    }

    @Test(
        "Files that are written, renamed and deleted are told by their paths; others that are no articles are not"
    )
    func files() throws {
        folder.write("a/b/x.txt")
        _ = try walk(FolderSource(path: folder.path))
        #expect(try changes(within: 50).isEmpty)
        folder.write("a/b/x.txt", "more")
        folder.write("a/b/x.bin")
        folder.write("a/.y.txt")
        folder.write(".dossier/z.txt")
        folder.write("index/z.txt")
        let written = try changes()
        #expect(written.changed == [folder.path + "/a/b/x.txt"] && written.removed.isEmpty)
        move("a/b/x.txt", "a/y.md")
        let renamed = try changes()
        #expect(renamed.removed == [folder.path + "/a/b/x.txt"])
        #expect(renamed.changed == [folder.path + "/a/y.md"])
        delete("a/y.md")
        #expect(try changes().removed == [folder.path + "/a/y.md"])
    }

    @Test("New folders are watched at once, those that moved away no longer after the next walk")
    func folders() throws {
        folder.makeFolder("a")
        let source = try walk(FolderSource(path: folder.path + "/a"))
        folder.makeFolder("a/new")
        #expect(try changes().changedFolders == [folder.path + "/a/new"])
        folder.write("a/new/x.txt")
        #expect(try changes().changed == [folder.path + "/a/new/x.txt"])
        move("a/new", "away")
        #expect(try changes().removed == [folder.path + "/a/new"])
        _ = try source.walk()
        folder.write("away/x.txt")
        #expect(try changes(within: 100).isEmpty)
        move("away", "a/back")
        #expect(try changes().changedFolders == [folder.path + "/a/back"])
        _ = try source.walk()
        folder.write("a/back/x.txt", "again")
        #expect(try changes().changed == [folder.path + "/a/back/x.txt"])
    }

    @Test("A folder behind links is told by each path that leads to it")
    func links() throws {
        folder.write("a/x.txt")
        folder.write("far/x.txt")
        link("far", "a/link")
        _ = try walk(FolderSource(path: folder.path + "/a"))
        folder.write("far/x.txt", "more")
        #expect(try changes().changed == [folder.path + "/a/link/x.txt"])
        delete("a/link")
        #expect(try changes().removed == [folder.path + "/a/link"])
        link("far", "a/other")
        #expect(try changes().changed == [folder.path + "/a/other"])
    }

    @Test("Of a source that is one file, that file is told, also when another takes its place")
    func singleFiles() throws {
        folder.write("a/x.txt")
        folder.write("a/lines.jsonl", "{\"text\":\"so\"}\n")
        _ = try walk(FileSource(path: folder.path + "/a/x.txt"))
        _ = try walk(JSONLinesSource(path: folder.path + "/a/lines.jsonl"))
        folder.write("a/y.txt")
        #expect(try changes(within: 100).isEmpty)
        move("a/y.txt", "a/x.txt")
        folder.write("a/lines.jsonl", "{\"text\":\"more\"}\n")
        #expect(try changes().changed == [folder.path + "/a/x.txt", folder.path + "/a/lines.jsonl"])
    }

    @Test("When the system loses events it is told that something may be missing")
    func overflow() throws {
        folder.write("x.txt")
        _ = try walk(FolderSource(path: folder.path))
        // A queue takes 16384 events where nobody has changed that.
        for _ in 0..<20_000 {
            move("x.txt", "y.txt")
            move("y.txt", "x.txt")
        }
        // It stands behind all the others, which may take longer than the longest wait.
        var isIncomplete = false
        for _ in 0..<100 where !isIncomplete { isIncomplete = try changes(within: 100).isIncomplete }
        #expect(isIncomplete)
    }

    @Test("Changes without a pause are told after the longest wait, and stopping ends a wait at once")
    func patience() throws {
        folder.write("x.txt")
        _ = try walk(FolderSource(path: folder.path))
        let (path, writing) = (folder.path, DispatchGroup())
        DispatchQueue.global().async(group: writing) {
            for _ in 0..<300 {
                // Safe: the file is closed once, and used by this thread alone.
                if let file = unsafe fopen(path + "/x.txt", "a") {
                    unsafe fputs("x", file)
                    unsafe fclose(file)
                }
                usleep(10_000)
            }
        }
        let start = ContinuousClock.now
        #expect(try watch.next(Self.patience, until: nil).changed == [path + "/x.txt"])
        #expect(ContinuousClock.now - start < .milliseconds(2500))
        writing.wait()
        watch.stop()
        #expect(watch.isStopped)
        #expect(try watch.next(Self.patience, until: nil).isEmpty)
    }
}
