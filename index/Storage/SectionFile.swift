internal import Synchronization

/// Reads a section file; see `SectionFormat` for the bytes.
///
/// The footer and the first chunk are verified at open, every other chunk once, before the first
/// access to it. Any bytes at all give an answer or a `StorageError`.
public final class SectionFile: Sendable {
    /// The mapped file.
    public let file: MappedFile
    /// What the file is, as its writer said.
    public let kind: UInt32
    /// The version of the kind's format.
    public let version: UInt32
    private let sections: [SectionEntry]
    private let dataEnd: Int
    private let chunkHashes: MappedBytes
    private let verified: VerifiedChunks
    /// Sections all of whose chunks are verified.
    fileprivate let verifiedSections: VerifiedChunks

    /// Opens a mapped file. O(sections), plus one chunk and the footer hashed.
    ///
    /// - Throws: `StorageError.truncated`, `.corrupt` or `.checksum`.
    public init(_ file: MappedFile) throws(StorageError) {
        let footer = try SectionFooter(of: file)
        self.file = file
        sections = footer.sections
        dataEnd = footer.dataEnd
        chunkHashes = footer.chunkHashes
        verified = VerifiedChunks(count: SectionFormat.chunkCount(dataEnd: footer.dataEnd))
        verifiedSections = VerifiedChunks(count: footer.sections.count)
        let header = try file.bytes(0..<SectionFormat.headerByteCount)
        version = header.loadUInt32(at: 8)
        kind = header.loadUInt32(at: 12)
        try verify(0..<SectionFormat.headerByteCount)
        guard header.slice(0..<8).array() == SectionFormat.magic else {
            throw .corrupt(file: file.path, reason: "it does not start as an index file")
        }
    }

    /// The tags, in the order of the sections.
    public var tags: [UInt32] { sections.map(\.tag) }

    /// The section with a tag.
    ///
    /// - Throws: `StorageError.corrupt` when the file has none.
    public func section(_ tag: UInt32) throws(StorageError) -> Section {
        guard let index = sections.firstIndex(where: { $0.tag == tag }) else {
            throw .corrupt(file: file.path, reason: "it has no section \(tag)")
        }
        return Section(file: self, index: index, range: sections[index].range)
    }

    /// Verifies every chunk, those verified before as well.
    ///
    /// - Complexity: reads the whole file.
    public func verifyAll() throws(StorageError) {
        for chunkIndex in 0..<verified.count { try verifyChunk(chunkIndex) }
        try file.checkUndamaged()
    }

    /// Verifies the chunks under a range of the file that nobody verified before.
    fileprivate func verify(_ range: Range<Int>) throws(StorageError) {
        guard !range.isEmpty else { return }
        let first = range.lowerBound / SectionFormat.chunkByteCount
        let last = (range.upperBound - 1) / SectionFormat.chunkByteCount
        for chunkIndex in first...last where !verified.contains(chunkIndex) {
            try verifyChunk(chunkIndex)
            verified.insert(chunkIndex)
        }
        try file.checkUndamaged()
    }

    private func verifyChunk(_ chunkIndex: Int) throws(StorageError) {
        let start = chunkIndex * SectionFormat.chunkByteCount
        let bytes = try file.bytes(start..<min(start + SectionFormat.chunkByteCount, dataEnd))
        let actual = Checksum.xxh3(bytes)
        guard actual == chunkHashes.loadUInt64(at: chunkIndex * 8) else {
            throw .checksum(file: file.path, chunkIndex: chunkIndex)
        }
    }

    /// One section of a file, which it keeps open.
    public struct Section: Sendable {
        fileprivate let file: SectionFile
        fileprivate let index: Int
        fileprivate let range: Range<Int>

        /// Size in bytes.
        public var count: Int { range.count }

        /// The file, for messages.
        public var path: String { file.file.path }

        /// Verified bytes; offsets count from the start of the section.
        ///
        /// - Throws: `StorageError.checksum` for damage, `.corrupt` for a range outside the section.
        public func bytes(_ wanted: Range<Int>) throws(StorageError) -> MappedBytes {
            guard wanted.lowerBound >= 0, wanted.upperBound <= range.count else {
                throw .corrupt(file: file.file.path, reason: "bytes \(wanted) of a section of \(range.count)")
            }
            let absolute = range.lowerBound + wanted.lowerBound..<range.lowerBound + wanted.upperBound
            try file.verify(absolute)
            return try file.file.bytes(absolute)
        }

        /// All bytes, verified. O(1) after the first time.
        public func bytes() throws(StorageError) -> MappedBytes {
            if file.verifiedSections.contains(index) {
                try file.file.checkUndamaged()
                return try file.file.bytes(range)
            }
            let all = try bytes(0..<range.count)
            file.verifiedSections.insert(index)
            return all
        }
    }
}

/// A bit per chunk, set once its checksum was right; any thread may set or read.
private final class VerifiedChunks: Sendable {
    let count: Int
    private let words: [Word]

    private final class Word: Sendable {
        let bits = Atomic<UInt64>(0)
    }

    init(count: Int) {
        self.count = count
        words = (0..<(count + 63) / 64).map { _ in Word() }
    }

    func contains(_ index: Int) -> Bool {
        words[index / 64].bits.load(ordering: .acquiring) >> UInt64(index % 64) & 1 == 1
    }

    func insert(_ index: Int) {
        words[index / 64].bits.bitwiseOr(1 << UInt64(index % 64), ordering: .releasing)
    }
}
