internal import Synchronization

/// Keeps the files that threads write aside apart.
private let asideCount = Atomic<UInt64>(0)

/// The commits of one index folder, each a small file that appears whole or not at all.
///
/// ```
/// commit-00000000000000000042:
/// "DOSCOMIT" | number u64 | payload length u64 | payload | XXH3-64 of all before
/// ```
///
/// Call under the `WriterLock`, except `numbers` and `newest`.
public struct CommitStore: Sendable {
    private static let magic: [UInt8] = [0x44, 0x4F, 0x53, 0x43, 0x4F, 0x4D, 0x49, 0x54]
    private static let prefix = "commit-"
    private static let frameByteCount = 32
    private static let asideName = "tmp-commit"

    /// A commit and the bytes it was published with.
    public struct Commit: Equatable, Sendable {
        public let number: UInt64
        public let payload: [UInt8]

        public init(number: UInt64, payload: [UInt8]) {
            self.number = number
            self.payload = payload
        }
    }

    let fileSystem: any FileSystem

    public init(_ fileSystem: any FileSystem) {
        self.fileSystem = fileSystem
    }

    /// Makes a commit durable; once this returns it survives a loss of power.
    ///
    /// The files it names must be written by `writeContentNamed`, or be synced by the caller; their
    /// names are made durable here, before the commit's own name can be.
    ///
    /// - Parameter number: above every number in `numbers`, damaged commits included.
    /// - Throws: `StorageError.io`; the commit may then exist or not, the ones before it do.
    public func publish(_ number: UInt64, payload: [UInt8]) throws(StorageError) {
        let isPublished = try fileSystem.exists(Self.name(number))
        precondition(!isPublished, "commit \(number) is published")
        let file = try fileSystem.create(Self.asideName)
        try file.write(Self.frame(number, payload))
        try file.sync()
        try file.close()
        // Otherwise the commit's name could outlast a crash that the names of its files do not.
        try fileSystem.syncDirectory()
        try fileSystem.rename(Self.asideName, to: Self.name(number))
        try fileSystem.syncDirectory()
    }

    /// The commit with the highest number; nil in a folder without commits.
    ///
    /// - Parameter recovering: passes over damaged commits, as `--recover` asks for.
    /// - Throws: `StorageError.corrupt` for a damaged newest commit, saying what `--recover` does, or,
    ///   recovering, that every commit is damaged.
    public func newest(recovering: Bool = false) throws(StorageError) -> Commit? {
        let numbers = try numbers()
        for number in numbers.reversed() {
            do throws(StorageError) {
                return try read(number)
            } catch .corrupt(let file, let reason) {
                if recovering { continue }
                let remedy = "--recover falls back to the commit before"
                throw .corrupt(file: file, reason: "\(reason); \(remedy)")
            }
        }
        if let last = numbers.last {
            throw .corrupt(file: Self.name(last), reason: "it and every commit before are damaged")
        }
        return nil
    }

    /// One commit.
    ///
    /// - Throws: `StorageError.missing`, or `.corrupt` for any damage.
    public func read(_ number: UInt64) throws(StorageError) -> Commit {
        let file = try fileSystem.openMapped(Self.name(number))
        let bytes = file.allBytes.array()
        try file.checkUndamaged()
        guard bytes.count >= Self.frameByteCount, Array(bytes.prefix(8)) == Self.magic else {
            throw .corrupt(file: file.path, reason: "it is no whole commit (\(bytes.count) bytes)")
        }
        let payload = Array(bytes[24..<bytes.count - 8])
        guard bytes == Self.frame(number, payload) else {
            throw .corrupt(file: file.path, reason: "its number, length or checksum does not match")
        }
        return Commit(number: number, payload: payload)
    }

    /// The numbers of all commits, damaged ones as well, in ascending order.
    public func numbers() throws(StorageError) -> [UInt64] {
        try fileSystem.list().compactMap(Self.number)
    }

    /// Removes a commit; the files it names stay.
    public func remove(_ number: UInt64) throws(StorageError) {
        try fileSystem.remove(Self.name(number))
    }

    /// Removes what writers that died have left aside.
    public func removeLeftovers() throws(StorageError) {
        for name in try fileSystem.list() where name.hasPrefix("tmp-") { try fileSystem.remove(name) }
    }

    /// Writes a section file and names it by its content: 32 digits, a dot, the suffix.
    ///
    /// Any number of threads may write at once. The data is durable on return, the name with the next `publish`.
    /// A file that has the name and the content already is kept; a damaged one is replaced.
    ///
    /// - Parameters:
    ///   - suffix: the kind of file, as `core`.
    ///   - body: writes the sections; `finish` is called afterwards.
    public func writeContentNamed(
        suffix: String, kind: UInt32, version: UInt32,
        _ body: (SectionFileWriter) throws(StorageError) -> Void
    ) throws(StorageError) -> String {
        let aside = Self.newAsideName(suffix)
        let file = try fileSystem.create(aside)
        let writer = try SectionFileWriter(kind: kind, version: version, into: file)
        try body(writer)
        let result = try writer.finish()
        try file.sync()
        try file.close()
        return try place(aside, hash: result.hash, suffix: suffix)
    }

    /// Writes bytes to a file named by their content, as the other form does.
    public func writeContentNamed(suffix: String, bytes: [UInt8]) throws(StorageError) -> String {
        let aside = Self.newAsideName(suffix)
        let file = try fileSystem.create(aside)
        try file.write(bytes)
        try file.sync()
        try file.close()
        return try place(aside, hash: ContentHash(of: bytes), suffix: suffix)
    }

    private func place(_ aside: String, hash: ContentHash, suffix: String) throws(StorageError) -> String {
        let name = "\(hash).\(suffix)"
        if try fileSystem.exists(name), try ContentHash(of: fileSystem.openMapped(name).allBytes) == hash {
            try fileSystem.remove(aside)
        } else {
            try fileSystem.rename(aside, to: name)
        }
        return name
    }

    private static func newAsideName(_ suffix: String) -> String {
        "tmp-\(asideCount.wrappingAdd(1, ordering: .relaxed).newValue)-\(suffix)"
    }

    private static func frame(_ number: UInt64, _ payload: [UInt8]) -> [UInt8] {
        var bytes = magic
        bytes.appendLittleEndian(number)
        bytes.appendLittleEndian(UInt64(payload.count))
        bytes += payload
        bytes.appendLittleEndian(Checksum.xxh3(bytes))
        return bytes
    }

    static func name(_ number: UInt64) -> String { NumberedName.make(prefix, number) }

    private static func number(_ name: String) -> UInt64? { NumberedName.number(of: name, prefix) }
}

/// Names of files that are numbered: a prefix and 20 digits.
enum NumberedName {
    static func make(_ prefix: String, _ number: UInt64) -> String {
        let digits = String(number)
        return prefix + String(repeating: "0", count: 20 - digits.utf8.count) + digits
    }

    /// The number of a name that `make` gives; nil for every other.
    static func number(of name: String, _ prefix: String) -> UInt64? {
        guard name.hasPrefix(prefix), let number = UInt64(name.dropFirst(prefix.count)) else { return nil }
        return make(prefix, number) == name ? number : nil
    }
}
