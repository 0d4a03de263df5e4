internal import IndexCore
internal import IndexStorage

/// A commit of an index whose files are kept, so that it can be opened.
public struct KeptCommit: Sendable, Equatable {
    public let number: UInt64
    /// 32 hexadecimal digits, by everything the commit holds; indexes of one content may share it.
    public let hash: String
    public let documentCount: Int
    /// When it was made, in seconds since 1970; 0 where that is not known.
    public let publishedSeconds: UInt64
    public let isPinned: Bool
    /// Nil where it is not pinned, or was without a name.
    public let pinName: String?

    /// The digits of a hash that references take.
    public static let shortDigitCount = 12

    public var shortHash: String { String(hash.prefix(Self.shortDigitCount)) }

    init(_ number: UInt64, _ record: CommitRecord, in store: CommitStore) throws(StorageError) {
        self.number = number
        hash = record.hash.description
        documentCount = record.documentCount
        publishedSeconds = try store.publishedSeconds(number)
        // A damaged pin keeps its commit; `check` tells of it.
        isPinned = try store.pinnedNumbers().contains(number)
        pinName = (try? store.pin(of: number)).flatMap { $0.name.isEmpty ? nil : $0.name }
    }

    /// The commits of an index that can be read, the newest last.
    static func all(in fileSystem: any FileSystem) throws(StorageError) -> [KeptCommit] {
        let store = CommitStore(fileSystem)
        var commits: [KeptCommit] = []
        for number in try store.numbers() {
            do throws(StorageError) {
                let record = try CommitRecord(store.read(number).payload, file: "commit \(number)")
                commits.append(try KeptCommit(number, record, in: store))
            } catch {
                // Damaged, which `check` tells; or a writer has just removed it.
            }
        }
        return commits
    }
}

extension KeptCommit: CustomStringConvertible {
    /// `3f2a91c0d4e5 (no. 42, 2026-11-28 18:12 UTC, 1200 articles)`.
    public var description: String {
        let pin = isPinned ? ", pinned" + (pinName.map { " as \($0)" } ?? "") : ""
        let articles = documentCount == 1 ? "1 article" : "\(documentCount) articles"
        let date = publishedDate.map { ", \($0)" } ?? ""
        return "\(shortHash) (no. \(number)\(date), \(articles)\(pin))"
    }
}

/// The commits of an index that are kept, the newest last: the last ten, and those that are pinned.
///
/// - Throws: `DossierError.Code.noIndex`, `.system`.
public func keptCommits(ofIndexAt path: String) throws(DossierError) -> [KeptCommit] {
    try DossierError.wrapping(path: path) { try KeptCommit.all(in: try existingIndex(path)) }
}

/// Pins a commit: its files are kept until it is unpinned. One that is pinned takes the new name.
///
/// - Parameters:
///   - reference: nil for the newest.
///   - name: by which it can be asked for, unlike a number or a hash; nil for none.
/// - Returns: the commit, pinned.
/// - Throws: `DossierError.Code.unknownCommit`, `.badRequest` for the name, `.locked` while another process writes.
@discardableResult
public func pinCommit(
    _ reference: CommitReference?, name: String? = nil, ofIndexAt path: String
) throws(DossierError) -> KeptCommit {
    try DossierError.wrapping(path: path) {
        let fileSystem = try existingIndex(path)
        return try withExtendedLifetime(try WriterLock(path: fileSystem.path(of: "lock"))) {
            let commits = try KeptCommit.all(in: fileSystem)
            guard let commit = try reference?.find(among: commits, ofIndex: path) ?? commits.last else {
                throw DossierError(
                    .damaged, "The index at \(path) has no commit that can be read.", path: path)
            }
            if let name { try check(name, of: commit, among: commits) }
            let store = CommitStore(fileSystem)
            try store.write(
                CommitStore.Pin(
                    number: commit.number, name: name ?? "", publishedSeconds: commit.publishedSeconds))
            let payload = try store.read(commit.number).payload
            return try KeptCommit(
                commit.number, CommitRecord(payload, file: "commit \(commit.number)"), in: store)
        }
    }
}

/// Takes the pin of a commit away, and removes what nothing keeps any more.
///
/// - Returns: the commit as it was; one of the last ten stays.
/// - Throws: `DossierError.Code.unknownCommit`, `.badRequest` for one that is not pinned, `.locked`.
@discardableResult
public func unpinCommit(
    _ reference: CommitReference, ofIndexAt path: String
) throws(DossierError) -> KeptCommit {
    try DossierError.wrapping(path: path) {
        let fileSystem = try existingIndex(path)
        return try withExtendedLifetime(try WriterLock(path: fileSystem.path(of: "lock"))) {
            let commit = try reference.find(among: KeptCommit.all(in: fileSystem), ofIndex: path)
            guard commit.isPinned else {
                throw DossierError(.badRequest, "The commit \(commit) is not pinned.", path: path)
            }
            try CommitStore(fileSystem).unpin(commit.number)
            var editor = try IndexEditor(fileSystem, recovering: false) { () throws(StorageError) in
                throw .missing(file: "commit")
            }
            try editor.collectGarbage()
            return commit
        }
    }
}

private func existingIndex(_ path: String) throws -> DirectoryFileSystem {
    let fileSystem = DirectoryFileSystem(path: path)
    guard let numbers = try? CommitStore(fileSystem).numbers(), !numbers.isEmpty else {
        throw DossierError(.noIndex, "There is no index at \(path).", path: path)
    }
    return fileSystem
}

/// Refuses names that could be meant otherwise, or cannot be written on a command line.
private func check(_ name: String, of commit: KeptCommit, among commits: [KeptCommit]) throws(DossierError) {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    let isPlain = name.utf8.allSatisfy {
        isDigit($0) || isLetter($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
    }
    let isHash = name.utf8.allSatisfy { isDigit($0) || (0x61...0x66).contains($0 | 0x20) }
    guard isPlain, !isHash, name.utf8.first != 0x2D, name.utf8.count <= 100 else {
        throw DossierError(
            .badRequest,
            "A pin cannot be named ‘\(name)’: take up to 100 letters, digits, -, . and _, and not what could be a number "
                + "or a hash, as only digits and a to f could.")
    }
    if let other = commits.first(where: { $0.pinName == name && $0.number != commit.number }) {
        throw DossierError(
            .badRequest, "The name ‘\(name)’ is that of \(other); unpin it, or take another name.")
    }
}
