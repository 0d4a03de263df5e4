import Foundation
import IndexStorage
import TestSupport
import Testing

@testable import Dossier

@Suite("Saved queries")
struct SavedQueriesTests {
    private let folder: TemporaryFolder
    private let index: SearchIndex

    init() throws {
        folder = try TemporaryFolder()
        try SmallIndex.update(ArticleSource(), in: folder.fileSystem)
        index = try SearchIndex(path: folder.path)
    }

    private func text() throws -> String {
        String(decoding: try folder.map(SavedQueries.fileName).allBytes.array(), as: UTF8.self)
    }

    private func read() throws -> [String: String] { try SearchIndex(path: folder.path).savedQueries }

    @Test("are read back, and taken away")
    func roundTrip() throws {
        try index.save(query: "country:KR OR =US", as: "korea")
        try index.save(query: "a = b", as: "été-2")
        #expect(try read() == ["korea": "country:KR OR =US", "été-2": "a = b"])
        try index.save(query: nil, as: "korea")
        #expect(try read() == ["été-2": "a = b"])
        #expect(throws: DossierError.self) { try index.save(query: nil, as: "korea") }
    }

    @Test(
        "are changed in their own lines; remarks and what cannot be read stay",
        arguments: [
            ("x = 1\n", "# Mine\n\n  no line \nb=2\r\nx = 1\n"), ("x = 1", "a = 3\nx = 0\nx = 7\n# end"),
            ("x = 1\r\n", "x=\t0\r\ny = x\r\n"), ("x = 1\n", "y = 2"),
        ])
    func lines(line: String, before: String) throws {
        try folder.write(SavedQueries.fileName, Array(before.utf8))
        try index.save(query: "1", as: "x")
        let after = try text()
        let others = { (text: String) in
            text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).filter {
                $0.first != "x"
            }
        }
        #expect(others(after).filter { !$0.isEmpty } == others(before).filter { !$0.isEmpty })
        #expect(after.contains(line) && after.split(separator: "x = ").count <= 2)
        #expect(try read()["x"] == "1")
        try index.save(query: nil, as: "x")
        #expect(try others(text()).joined().contains(others(before).joined()))
        #expect(try read()["x"] == nil)
    }

    @Test("are not written over what cannot be read")
    func unreadable() throws {
        let bytes: [UInt8] = [0x61, 0x3D, 0xFF, 0x0A]
        try folder.write(SavedQueries.fileName, bytes)
        #expect(throws: DossierError.self) { try index.save(query: "1", as: "x") }
        #expect(try folder.map(SavedQueries.fileName).allBytes.array() == bytes)
        try folder.fileSystem.remove(SavedQueries.fileName)
        let path = folder.path + "/" + SavedQueries.fileName
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(throws: DossierError.self) { try index.save(query: "1", as: "x") }
        #expect(FileManager.default.fileExists(atPath: path))
        try FileManager.default.removeItem(atPath: path)
    }

    @Test("are not empty", arguments: ["", " ", "\t "])
    func empty(query: String) throws {
        let error = #expect(throws: DossierError.self) { try index.save(query: query, as: "x") }
        #expect(error?.code == .badRequest)
        #expect(try !folder.fileSystem.exists(SavedQueries.fileName))
    }

    @Test("of several who save at once are all there")
    func several() async throws {
        let path = folder.path
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for _ in 0..<10_000 {
                        do {
                            return try SearchIndex(path: path).save(query: "\(number)", as: "q\(number)")
                        } catch {
                            if (error as? DossierError)?.code != .locked { Issue.record(error) }
                        }
                    }
                }
            }
        }
        #expect(try read().count == 8)
    }
}
