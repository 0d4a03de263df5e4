import Glibc
import PluginAPI
import Synchronization

/// Where the bytes of JSON lines are.
enum LineBytes: Sendable {
    case file(LineFile)
    case memory([UInt8])

    /// The bytes of one line, and where in them it lies.
    func read(_ range: Range<Int>) throws(SourceError) -> (bytes: [UInt8], line: Range<Int>) {
        switch self {
        case .file(let file): return try file.current().read(range)
        case .memory(let bytes):
            guard range.upperBound <= bytes.count else {
                throw SourceError(path: "", reason: "no such range in \(bytes.count) bytes")
            }
            return (bytes, range)
        }
    }

    /// Divides all bytes into at most `count` parts, each of whole lines; the last goes on to the end, wherever that is.
    ///
    /// A file is opened anew: what `forEachLine` reads is the file that has the path now.
    func parts(_ count: Int) throws(SourceError) -> [Range<Int>] {
        guard case .file(let lines) = self else { return [0..<Int.max] }
        let file = try lines.reopened()
        let size = file.file.status.byteCount
        var starts = [0]
        var block = [UInt8](repeating: 0, count: 1 << 16)
        for part in 1..<max(1, count) {
            // The first line that begins at this place or later.
            var place = max(1, size / count * part) - 1
            while true {
                let read = try file.file.read(into: &block, from: 0, at: place)
                if let feed = block[..<read].firstIndex(of: 0x0A) {
                    if place + feed + 1 > starts[starts.count - 1] { starts.append(place + feed + 1) }
                    break
                }
                if read < block.count { break }
                place += read
            }
        }
        return zip(starts, starts.dropFirst() + [Int.max]).map { $0..<$1 }
    }

    /// Calls `body` for each line of a part that is not blank, with its bytes (no line end), its offset in the whole
    /// and its number in the part, from 1. A byte order mark at the start of the whole is passed over.
    ///
    /// - Returns: how many lines the part has, blank ones too.
    /// - Complexity: one pass; memory for one block of 1 MiB, or for the longest line if that is longer.
    func forEachLine(
        of part: Range<Int>, _ body: (Span<UInt8>, _ offset: Int, _ number: Int) -> Void
    ) throws(SourceError) -> Int {
        var splitter = LineSplitter(offset: part.lowerBound)
        switch self {
        case .memory(let bytes): _ = splitter.split(bytes.span, isLast: true, body)
        case .file(let lines):
            let file = try lines.current()
            var block = [UInt8](repeating: 0, count: 1 << 20)
            var kept = 0
            while true {
                let count = try file.file.read(into: &block, from: kept, at: splitter.offset + kept)
                let end = min(kept + count, part.upperBound - splitter.offset)
                let isLast = end < block.count
                let used = splitter.split(block.span.extracting(0..<end), isLast: isLast, body)
                if isLast { break }
                kept = end - used
                if used == 0 {
                    block.append(contentsOf: repeatElement(0, count: block.count))
                } else {
                    block.replaceSubrange(0..<kept, with: Array(block[used..<end]))
                }
            }
        }
        return splitter.number
    }
}

/// A file of lines that stays open: its records are read one by one, by several threads.
final class LineFile: Sendable {
    /// An open file that threads share; reading moves nothing in it. Blocks that were read last are kept, as threads read
    /// line after line, each in a part of the file of its own.
    final class Shared: Sendable {
        private static let blockSize = 1 << 18
        private static let blockCount = 8

        private struct Block {
            var number = -1
            var bytes: [UInt8] = []
        }

        let file: OpenFile
        private let blocks = Mutex((kept: [Block](), next: 0))

        init(path: String) throws(SourceError) { file = try OpenFile(path: path) }

        /// The bytes of a line, and where in them it lies.
        func read(_ range: Range<Int>) throws(SourceError) -> (bytes: [UInt8], line: Range<Int>) {
            let number = range.lowerBound / Self.blockSize
            let start = range.lowerBound - number * Self.blockSize
            let end = start + range.count
            // What crosses into the next block is read alone.
            guard end <= Self.blockSize else { return (try file.read(range), 0..<range.count) }
            var bytes = blocks.withLock { blocks in blocks.kept.first { $0.number == number }?.bytes ?? [] }
            if bytes.isEmpty { bytes = try readBlock(number) }
            guard end <= bytes.count else { return (try file.read(range), 0..<range.count) }
            return (bytes, start..<end)
        }

        private func readBlock(_ number: Int) throws(SourceError) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: Self.blockSize)
            let count = try file.read(into: &bytes, from: 0, at: number * Self.blockSize)
            bytes.removeLast(bytes.count - count)
            blocks.withLock { blocks in
                let block = Block(number: number, bytes: bytes)
                if blocks.kept.count < Self.blockCount {
                    blocks.kept.append(block)
                } else {
                    blocks.kept[blocks.next] = block
                    blocks.next = (blocks.next + 1) % Self.blockCount
                }
            }
            return bytes
        }
    }

    let path: String
    private let opened = Mutex<Shared?>(nil)

    init(path: String) { self.path = path }

    /// The file as it was opened last, or now for the first time.
    func current() throws(SourceError) -> Shared {
        if let file = opened.withLock({ $0 }) { return file }
        return try reopened()
    }

    /// The file that has the path now.
    func reopened() throws(SourceError) -> Shared {
        let file = try Shared(path: path)
        opened.withLock { $0 = file }
        return file
    }
}

/// Divides blocks of bytes into lines.
private struct LineSplitter {
    /// Offset in the whole of the first byte not yet divided.
    private(set) var offset: Int
    /// Lines divided so far.
    private(set) var number = 0

    init(offset: Int) { self.offset = offset }

    /// Divides what is complete in `bytes`, which start at `offset`.
    ///
    /// - Returns: how many bytes were used; all of them when `isLast`.
    mutating func split(
        _ bytes: Span<UInt8>, isLast: Bool, _ body: (Span<UInt8>, _ offset: Int, _ number: Int) -> Void
    ) -> Int {
        var start = 0
        while start < bytes.count {
            let lineEnd = lineFeed(in: bytes, from: start)
            if lineEnd == nil && !isLast { break }
            var end = lineEnd ?? bytes.count
            let next = lineEnd.map { $0 + 1 } ?? bytes.count
            number += 1
            if offset + start == 0 && end >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF {
                start = 3
            }
            while end > start && isBlank(bytes[end - 1]) { end -= 1 }
            while start < end && isBlank(bytes[start]) { start += 1 }
            if start < end { body(bytes.extracting(start..<end), offset + start, number) }
            start = next
        }
        offset += start
        return start
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private func lineFeed(in bytes: Span<UInt8>, from start: Int) -> Int? {
        // Safe: start ≤ count, and only count - start bytes from there on are searched.
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress,
                // Safe: start is at most the count, and only what follows it is searched.
                let found = unsafe memchr(base + start, 0x0A, buffer.count - start)
            else { return nil }
            // Safe: both point into the same buffer.
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}
