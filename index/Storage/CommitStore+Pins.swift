extension CommitStore {
    /// What keeps a commit, with all its files, until it is taken away.
    ///
    /// ```
    /// pin-00000000000000000042:
    /// "DOSSIPIN" | number u64 | publishedSeconds u64 | name size u64 | name UTF-8 | XXH3-64 of all before
    /// ```
    /// `publishedSeconds` are those since 1970 at which the commit was made, as far as known, else 0: a copy of the index
    /// may lose the times of its files.
    public struct Pin: Equatable, Sendable {
        public let number: UInt64
        /// Empty for none.
        public let name: String
        public let publishedSeconds: UInt64

        public init(number: UInt64, name: String, publishedSeconds: UInt64) {
            self.number = number
            self.name = name
            self.publishedSeconds = publishedSeconds
        }
    }

    private static let pinMagic = Array("DOSSIPIN".utf8)
    private static let pinPrefix = "pin-"
    private static let pinFrameByteCount = 40

    /// The commits that are pinned; a pin that is damaged keeps its commit all the same.
    public func pinnedNumbers() throws(StorageError) -> Set<UInt64> {
        Set(try fileSystem.list().compactMap { NumberedName.number(of: $0, Self.pinPrefix) })
    }

    /// Reads the pin of a commit; nil when it has none.
    ///
    /// - Throws: `StorageError.corrupt` for any damage.
    public func pin(of number: UInt64) throws(StorageError) -> Pin? {
        let name = Self.pinName(number)
        guard try fileSystem.exists(name) else { return nil }
        let file = try fileSystem.openMapped(name)
        let bytes = file.allBytes.array()
        try file.checkUndamaged()
        if bytes.count >= Self.pinFrameByteCount,
            let text = String(validating: bytes[32..<bytes.count - 8], as: UTF8.self)
        {
            let seconds = bytes[16..<24].reversed().reduce(0) { $0 << 8 | UInt64($1) }
            let pin = Pin(number: number, name: text, publishedSeconds: seconds)
            if bytes == Self.bytes(of: pin) { return pin }
        }
        throw .corrupt(
            file: file.path,
            reason: "it is no whole pin of commit \(number); unpin the commit, and pin it again")
    }

    /// Pins a commit, in place of its pin before; durable on return. Call under the `WriterLock`.
    ///
    /// - Throws: `StorageError.missing` when there is no such commit.
    public func write(_ pin: Pin) throws(StorageError) {
        _ = try read(pin.number)
        let file = try fileSystem.create(Self.pinAsideName)
        try file.write(Self.bytes(of: pin))
        try file.sync()
        try file.close()
        try fileSystem.rename(Self.pinAsideName, to: Self.pinName(pin.number))
        try fileSystem.syncDirectory()
    }

    /// Takes the pin of a commit away, which stays until garbage is collected. Call under the `WriterLock`.
    public func unpin(_ number: UInt64) throws(StorageError) {
        try fileSystem.remove(Self.pinName(number))
        // Otherwise the pin could be back after a loss of power, and its commit not.
        try fileSystem.syncDirectory()
    }

    /// The seconds since 1970 at which a commit was made: by its pin, else by the time of its file.
    public func publishedSeconds(_ number: UInt64) throws(StorageError) -> UInt64 {
        if let pin = try? pin(of: number), pin.publishedSeconds > 0 { return pin.publishedSeconds }
        return try fileSystem.modifiedSeconds(Self.name(number))
    }

    private static let pinAsideName = "tmp-pin"

    private static func pinName(_ number: UInt64) -> String { NumberedName.make(pinPrefix, number) }

    private static func bytes(of pin: Pin) -> [UInt8] {
        var bytes = pinMagic
        bytes.appendLittleEndian(pin.number)
        bytes.appendLittleEndian(pin.publishedSeconds)
        bytes.appendLittleEndian(UInt64(pin.name.utf8.count))
        bytes += Array(pin.name.utf8)
        bytes.appendLittleEndian(Checksum.xxh3(bytes))
        return bytes
    }
}
