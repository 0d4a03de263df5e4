/// The encoding that pages fall back to, byte by byte.
enum Windows1252 {
    /// Code points of 0x80...0x9F; 0 where Windows-1252 has none.
    ///
    /// Source: https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT (facts of the encoding).
    private static let table: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
        0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0, 0x017E, 0x0178,
    ]
    private static let bytes: [UInt16: UInt8] = {
        var bytes: [UInt16: UInt8] = [:]
        for (index, code) in table.enumerated() where code != 0 { bytes[code] = UInt8(0x80 + index) }
        return bytes
    }()

    /// U+FFFD for the five bytes without a character.
    static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        let code = (0x80...0x9F).contains(byte) ? table[Int(byte) - 0x80] : UInt16(byte)
        return code == 0 ? "\u{FFFD}" : Unicode.Scalar(code) ?? "\u{FFFD}"
    }

    /// The byte of a character beyond ASCII; also of the controls that Latin-1 has at 0x80...0x9F.
    static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x80...0xFF: UInt8(scalar.value)
        case 0x100...0xFFFF: bytes[UInt16(scalar.value)]
        default: nil
        }
    }
}
