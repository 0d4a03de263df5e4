/// Writes one log: entries one after another, each with its checksum, durable when asked for.
///
/// ```
/// log      "DOSWRLOG" | record…          the first is the preamble
/// record   tag u32 | size u32 | payloadHash u64 | headerHash u64 | payload
/// tag      "BEGN" preamble, "ENTR" entry, "MARK" mark
/// mark     u64: as many bytes of the log were durable when it was written
/// ```
/// `payloadHash` is the XXH3-64 of the payload, `headerHash` that of the log's number u64, the record's offset u64, and
/// the record up to there. So a record is known for what it is wherever it is found, and a mark behind a bad record
/// tells damage from a tail that was lost with the power.
public final class WriteLog: @unchecked Sendable {
    // Sendable because its owner calls `append` and `mark` under one lock; `sync` reads constants only.
    private let file: any WritableFile
    /// An entry is shorter.
    public static let entryByteCountLimit = 1 << 31

    public let number: UInt64
    /// Size of the log so far.
    public private(set) var byteCount = 0

    /// Begins a log, whose name and preamble are durable on return.
    ///
    /// - Parameters:
    ///   - number: above that of every other log.
    ///   - preamble: what readers need to know before the entries.
    public init(_ number: UInt64, preamble: [UInt8], in fileSystem: any FileSystem) throws(StorageError) {
        self.number = number
        file = try fileSystem.create(Self.name(number))
        let record = WriteLogFormat.record(
            .preamble, preamble, log: number, offset: WriteLogFormat.magic.count)
        try write(WriteLogFormat.magic + record)
        try file.sync()
        try fileSystem.syncDirectory()
    }

    /// Adds an entry, which is in the hands of the operating system on return.
    ///
    /// After an error nothing may follow: half of a record may stand there.
    ///
    /// - Parameter entry: of less than `entryByteCountLimit` bytes.
    public func append(_ entry: [UInt8]) throws(StorageError) {
        try write(WriteLogFormat.record(.entry, entry, log: number, offset: byteCount))
    }

    /// Returns once everything appended before is durable; other threads may append meanwhile.
    public func sync() throws(StorageError) { try file.sync() }

    /// Notes how much of the log is durable, so that damage there is not taken for a lost tail.
    public func mark(durableByteCount: Int) throws(StorageError) {
        var payload: [UInt8] = []
        payload.appendLittleEndian(UInt64(durableByteCount))
        try write(WriteLogFormat.record(.mark, payload, log: number, offset: byteCount))
    }

    private func write(_ bytes: [UInt8]) throws(StorageError) {
        try file.write(bytes)
        byteCount += bytes.count
    }

    static func name(_ number: UInt64) -> String { NumberedName.make("log-", number) }

    /// The numbers of all logs in a folder, ascending.
    public static func numbers(in fileSystem: any FileSystem) throws(StorageError) -> [UInt64] {
        try fileSystem.list().compactMap { NumberedName.number(of: $0, "log-") }
    }

    public static func remove(_ number: UInt64, in fileSystem: any FileSystem) throws(StorageError) {
        try fileSystem.remove(name(number))
    }
}

/// What a log says, up to where its writer was stopped.
public struct WriteLogContents: Sendable {
    /// Nil for a log whose writer was stopped before it had begun.
    public private(set) var preamble: [UInt8]?
    public private(set) var entries: [[UInt8]] = []
    /// Whether bytes follow that are no whole record: the tail that was lost.
    public private(set) var isTorn = false

    /// Reads a log.
    ///
    /// - Parameter keepsSoundPart: takes damage for the end.
    /// - Throws: `StorageError.corrupt` when bytes that were durable are damaged.
    /// - Complexity: reads the log whole.
    public init(
        _ number: UInt64, in fileSystem: any FileSystem, keepsSoundPart: Bool = false
    ) throws(StorageError) {
        let file = try fileSystem.openMapped(WriteLog.name(number))
        let scan = WriteLogScan(bytes: file.allBytes.array(), number: number)
        try file.checkUndamaged()
        let end = take(scan)
        isTorn = end < scan.bytes.count
        if isTorn, !keepsSoundPart, scan.wasDurable(end) {
            throw .corrupt(
                file: file.path,
                reason:
                    "it is damaged at byte \(end) of \(scan.bytes.count); --recover keeps what stands before")
        }
    }

    /// - Returns: where the sound records end.
    private mutating func take(_ scan: WriteLogScan) -> Int {
        guard scan.bytes.starts(with: WriteLogFormat.magic) else { return 0 }
        var offset = WriteLogFormat.magic.count
        while let record = scan.record(at: offset), (record.tag == .preamble) == (preamble == nil) {
            switch record.tag {
            case .preamble: preamble = Array(scan.bytes[record.payload])
            case .entry: entries.append(Array(scan.bytes[record.payload]))
            case .mark: break
            }
            offset = record.payload.upperBound
        }
        return offset
    }
}

/// Finds records in bytes that nobody vouches for.
private struct WriteLogScan {
    let bytes: [UInt8]
    let number: UInt64

    /// The whole and sound record that begins at an offset.
    func record(at offset: Int) -> (tag: WriteLogFormat.Tag, payload: Range<Int>)? {
        let start = offset + WriteLogFormat.headerByteCount
        guard start <= bytes.count, let tag = WriteLogFormat.Tag(rawValue: UInt32(integer(offset, size: 4)))
        else { return nil }
        let size = Int(integer(offset + 4, size: 4))
        let header = WriteLogFormat.headerHash(bytes[offset..<(offset + 16)], log: number, offset: offset)
        guard size <= bytes.count - start, header == integer(offset + 16, size: 8),
            Checksum.xxh3(Array(bytes[start..<(start + size)])) == integer(offset + 8, size: 8)
        else { return nil }
        return (tag, start..<(start + size))
    }

    /// Whether a later record tells that the bytes at `end` were durable once.
    func wasDurable(_ end: Int) -> Bool {
        for offset in end..<max(end, bytes.count - WriteLogFormat.headerByteCount + 1) {
            guard let record = record(at: offset) else { continue }
            // Before the first entry is written, the preamble is durable.
            if record.tag != .preamble, end <= WriteLogFormat.magic.count { return true }
            if record.tag == .mark, record.payload.count == 8,
                integer(record.payload.lowerBound, size: 8) > UInt64(end)
            {
                return true
            }
        }
        return false
    }

    private func integer(_ offset: Int, size: Int) -> UInt64 {
        (0..<size).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }
}

enum WriteLogFormat {
    enum Tag: UInt32 {
        /// `BEGN`, `ENTR` and `MARK`, the first letter the lowest byte.
        case preamble = 0x4E47_4542
        case entry = 0x5254_4E45
        case mark = 0x4B52_414D
    }

    static let magic = Array("DOSWRLOG".utf8)
    static let headerByteCount = 24

    static func record(_ tag: Tag, _ payload: [UInt8], log: UInt64, offset: Int) -> [UInt8] {
        precondition(payload.count < WriteLog.entryByteCountLimit, "a record of \(payload.count) bytes")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(headerByteCount + payload.count)
        bytes.appendLittleEndian(tag.rawValue)
        bytes.appendLittleEndian(UInt32(payload.count))
        bytes.appendLittleEndian(Checksum.xxh3(payload))
        bytes.appendLittleEndian(headerHash(bytes[...], log: log, offset: offset))
        bytes += payload
        return bytes
    }

    /// - Parameter start: the first 16 bytes of the record.
    static func headerHash(_ start: ArraySlice<UInt8>, log: UInt64, offset: Int) -> UInt64 {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        bytes.appendLittleEndian(log)
        bytes.appendLittleEndian(UInt64(offset))
        bytes += start
        return Checksum.xxh3(bytes)
    }
}
