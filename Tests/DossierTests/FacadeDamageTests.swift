import Foundation
import Glibc
import IndexStorage
import TestSupport
import Testing

@testable import Dossier

@Suite("A damaged index gives the right answer or an error") struct FacadeDamageTests {
    private static let isExhaustive = ProcessInfo.processInfo.environment["DOSSIER_EXHAUSTIVE"] == "1"
    /// The kinds of files, by how their names begin or end.
    private static let kinds = ["commit-", ".core", ".layer", ".deletes", ".catalog", ".sync"]

    private func forEachFile(_ kind: String, of index: SmallIndex, _ body: (String, [UInt8]) throws -> Void)
        throws
    {
        var count = 0
        for (name, whole) in index.files where name.hasPrefix(kind) || name.hasSuffix(kind) {
            try body(name, whole)
            try index.folder.write(name, whole)
            count += 1
        }
        #expect(count > 0, "no \(kind)")
        #expect(index.problemCount("whole again") == 0)
    }

    @Test("whatever byte is changed, and the check tells of each", arguments: kinds)
    func flips(kind: String) throws {
        let index = try SmallIndex()
        try forEachFile(kind, of: index) { name, whole in
            var damaged = whole
            // Opening does not read these, so everything is asked and checked for each change.
            let isSlow = kind == ".sync" || kind == "commit-"
            for position in stride(from: 0, to: whole.count, by: isSlow && !Self.isExhaustive ? 3 : 1) {
                for change in [1 << UInt8(position % 8), 0xFF] as [UInt8] {
                    // One of the two will do where time is short.
                    if !Self.isExhaustive, (change == 0xFF) == (position % 2 == 0) { continue }
                    let label = "\(name), byte \(position) ^ \(change)"
                    damaged[position] ^= change
                    try index.folder.write(name, damaged)
                    #expect(index.problemCount(label) > 0, "\(label) is not noticed")
                    damaged[position] ^= change
                }
            }
        }
    }

    @Test("wherever a file is cut, or gone", arguments: kinds)
    func cuts(kind: String) throws {
        let index = try SmallIndex()
        try forEachFile(kind, of: index) { name, whole in
            for length in whole.indices
            where Self.isExhaustive || length % 3 == 0 || length + 40 > whole.count {
                try index.folder.write(name, Array(whole.prefix(length)))
                #expect(index.problemCount("\(name) of \(length) bytes") > 0, "\(name) of \(length) bytes")
            }
            try index.folder.fileSystem.remove(name)
            // Without the newest commit, the one before is the newest: another answer, and right.
            if kind != "commit-" { #expect(index.problemCount("\(name) gone") > 0) }
        }
    }

    @Test("wherever a large file is changed or cut, beyond what opening reads")
    func largeFiles() throws {
        let index = try SmallIndex(longByteCount: 150_000)
        try forEachFile(".core", of: index) { name, whole in
            #expect(whole.count > 2 * 65536)
            for position in positions(in: whole) {
                var damaged = whole
                damaged[position] ^= 0x10
                try index.folder.write(name, damaged)
                #expect(index.problemCount("\(name), byte \(position)") > 0, "\(name), byte \(position)")
                try index.folder.write(name, Array(whole.prefix(position)))
                #expect(index.problemCount("\(name) of \(position) bytes") > 0)
            }
        }
    }

    /// Places near the borders of pages, chunks and the file, and others between.
    private func positions(in bytes: [UInt8]) -> [Int] {
        let borders = Array(stride(from: 0, through: bytes.count, by: 65536)) + [bytes.count]
        let near = borders.flatMap { border in [-65, -1, 0, 64].map { border + $0 } }
        let between = stride(from: 17, to: bytes.count, by: Self.isExhaustive ? 499 : 40_009)
        return Set(near + between).filter(bytes.indices.contains).sorted()
    }

    @Test("when a file is cut under its mapping", arguments: kinds)
    func cutsUnderMapping(kind: String) throws {
        let index = try SmallIndex(longByteCount: kind == ".core" ? 9_000 : 0)
        try forEachFile(kind, of: index) { name, whole in
            let near = stride(from: 0, to: whole.count, by: 4096).flatMap { [$0, $0 + 2000] }
            let last = [whole.count - 1, whole.count - 2, whole.count - 100]
            for length in Set(near + last).filter(whole.indices.contains).sorted() {
                for isWarm in [false, true] {
                    try index.folder.write(name, whole)
                    let open = try SearchIndex(path: index.folder.path)
                    if isWarm { #expect(index.problemCount(of: open, "whole") == 0) }
                    // Safe: the string lives for the call.
                    #expect(unsafe truncate(index.folder.path + "/" + name, off_t(length)) == 0)
                    let label = "\(name) cut to \(length) bytes, \(isWarm ? "used" : "not used") before"
                    let problemCount = index.problemCount(of: open, label)
                    // The last byte of an index file is zero, as it reads without it.
                    #expect(problemCount > 0 || length == whole.count - 1, "\(label)")
                }
            }
        }
    }
}
