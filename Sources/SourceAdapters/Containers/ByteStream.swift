import ArchiveReading
import PluginAPI

/// The bytes of a file, expanded where it is compressed, read once from its beginning.
final class ByteStream {
    /// A longer line is given in pieces.
    private static let lineLimitBytes = 1 << 20

    private let archive: Archive
    private var expansion: Expansion
    private var block: ArraySlice<UInt8> = []
    private(set) var isAtEnd = false

    init(_ bytes: ContainerBytes) throws(SourceError) {
        expansion = try Expansion(of: bytes)
        archive = try openArchive(bytes, as: .stream)
        if try archive.step({ archive throws(ArchiveError) in try archive.next() }) == nil { isAtEnd = true }
        try fill()
    }

    private func fill() throws(SourceError) {
        guard block.isEmpty, !isAtEnd else { return }
        block = try archive.step { archive throws(ArchiveError) in try archive.read() }
        isAtEnd = block.isEmpty
        try expansion.add(block.count)
    }

    /// The next line with its line feed, or the rest; nil at the end.
    func line() throws(SourceError) -> [UInt8]? {
        if isAtEnd { return nil }
        var line: [UInt8] = []
        while !isAtEnd, line.count < Self.lineLimitBytes {
            if let end = block.firstIndex(of: 0x0A) {
                line += block[...end]
                block = block[(end + 1)...]
                try fill()
                return line
            }
            line += block
            block = []
            try fill()
        }
        return line
    }

    /// The next `count` bytes, or what there is of them.
    func take(_ count: Int) throws(SourceError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(count, 1 << 20))
        while bytes.count < count, !isAtEnd {
            let step = min(count - bytes.count, block.count)
            bytes += block.prefix(step)
            block = block.dropFirst(step)
            try fill()
        }
        return bytes
    }

    /// Passes over bytes.
    ///
    /// - Returns: how many there were; fewer than `count` only at the end.
    func skip(_ count: Int) throws(SourceError) -> Int {
        var left = count
        while left > 0, !isAtEnd {
            let step = min(left, block.count)
            block = block.dropFirst(step)
            left -= step
            try fill()
        }
        return count - left
    }
}
