import Foundation
import IndexStorage
import TestSupport
import Testing

@testable import Dossier

@Suite("A writer that meets errors") struct DamagedWriterTests {
    /// All answers but the statistics, which tell the number of the commit.
    private func answers(_ index: SmallIndex) throws -> [String] {
        let open = try SearchIndex(path: index.folder.path)
        return try index.questions.filter { $0.name != "statistics" }.map { try $0.ask(open) }
    }

    @Test(
        "leaves the commit before or the new one, sound, and completes when it is run again",
        arguments: [1, .max])
    func failingOperations(failureCount: Int) throws {
        let index = try SmallIndex()
        let before = try answers(index)
        let counting = FailingFileSystem(index.folder.fileSystem)
        try SmallIndex.update(index.laterSource, in: counting)
        let after = try answers(index)
        #expect(counting.operationCount > 40 && before != after)
        let isExhaustive = ProcessInfo.processInfo.environment["DOSSIER_EXHAUSTIVE"] == "1"
        let first = failureCount == 1 ? 0 : 1
        for number in stride(from: first, to: counting.operationCount, by: isExhaustive ? 1 : 3) {
            try index.restore()
            let end = failureCount == 1 ? number + 1 : Int.max
            let failing = FailingFileSystem(index.folder.fileSystem, failing: number..<end)
            do {
                // Collecting garbage gives up in silence: the next run does it.
                try SmallIndex.update(index.laterSource, in: failing)
            } catch {
                #expect(error is StorageError, "operation \(number): \(error)")
            }
            let found = try answers(index)
            #expect(found == before || found == after, "operation \(number)")
            #expect(try SearchIndex(path: index.folder.path).check() == [], "operation \(number)")
            try SmallIndex.update(index.laterSource, in: FailingFileSystem(index.folder.fileSystem))
            #expect(try answers(index) == after, "operation \(number), run again")
            #expect(try leftovers(index.folder.fileSystem) == [], "operation \(number), run again")
        }
    }

    @Test("finds damage, heals it, or leaves it to be found: a sound index gives the right answers")
    func damagedFiles() throws {
        let index = try SmallIndex()
        try SmallIndex.update(index.laterSource, in: FailingFileSystem(index.folder.fileSystem))
        let after = try answers(index)
        var (errorCount, count) = (0, 0)
        for (name, whole) in index.files.sorted(by: { $0.key < $1.key }) {
            for position in stride(from: count % 7, to: whole.count, by: 1 + whole.count / 5) {
                count += 1
                try index.restore()
                var damaged = whole
                damaged[position] ^= 0x21
                try index.folder.write(name, damaged)
                do throws(DossierError) {
                    try DossierError.wrapping(path: index.folder.path) {
                        try SmallIndex.update(
                            index.laterSource, in: FailingFileSystem(index.folder.fileSystem))
                        let open = try SearchIndex(path: index.folder.path)
                        if open.check().isEmpty {
                            #expect(try answers(index) == after, "\(name), \(position)")
                        }
                    }
                } catch {
                    errorCount += 1
                    #expect(error.code == .damaged, "\(name), byte \(position): \(error)")
                }
            }
        }
        #expect(errorCount > count / 4 && count > 40)
    }
}
