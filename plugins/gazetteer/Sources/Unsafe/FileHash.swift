extension UInt64 {
    /// This hash continued by the bytes of a file, eight at a time, and by their number.
    ///
    /// The same on every machine. Not for tables of a program's own: it is no match for an adversary.
    func hashed(with bytes: [UInt8]) -> UInt64 {
        var hash = self
        // Safe: offsets stay below the size.
        unsafe bytes.withUnsafeBytes { bytes in
            var offset = 0
            while offset + 8 <= bytes.count {
                let word = unsafe UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                hash = (hash ^ word).mixed
                offset += 8
            }
            while offset < bytes.count {
                unsafe hash = (hash ^ UInt64(bytes[offset])).mixed
                offset += 1
            }
        }
        return (hash ^ UInt64(bytes.count)).mixed
    }

    // Source: the multiplier and the shift are those of MurmurHash3's finalizer (Austin Appleby, public domain).
    private var mixed: UInt64 {
        let product = self &* 0xFF51_AFD7_ED55_8CCD
        return product ^ product >> 33
    }
}
