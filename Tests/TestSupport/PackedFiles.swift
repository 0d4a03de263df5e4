/// Containers made in code, without compression.
package enum PackedFiles {
    /// A ZIP of stored members; `isEncrypted` and `isUTF8` set flags alone.
    package static func zip(
        _ members: [(name: String, bytes: [UInt8])], isEncrypted: Bool = false, isUTF8: Bool = true
    ) -> [UInt8] {
        var (file, directory) = ([UInt8](), [UInt8]())
        for (name, bytes) in members {
            let flags = (isUTF8 ? 0x800 : 0) | (isEncrypted ? 1 : 0)
            let fields =
                little(20, 2) + little(flags, 2) + little(0, 2) + little(0, 4) + little(Int(crc(bytes)), 4)
                + little(bytes.count, 4) + little(bytes.count, 4) + little(name.utf8.count, 2) + little(0, 2)
            directory += Array("PK\u{1}\u{2}".utf8) + little(20, 2) + fields + little(0, 2) + little(0, 2)
            directory += little(0, 2) + little(0, 4) + little(file.count, 4) + Array(name.utf8)
            file += Array("PK\u{3}\u{4}".utf8) + fields + Array(name.utf8) + bytes
        }
        let end =
            Array("PK\u{5}\u{6}".utf8) + little(0, 4) + little(members.count, 2) + little(members.count, 2)
            + little(directory.count, 4) + little(file.count, 4) + little(0, 2)
        return file + directory + end
    }

    package static func tar(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = []
        for (name, bytes) in members { file += tarHeader(name, byteCount: bytes.count) + padded(bytes) }
        return file + [UInt8](repeating: 0, count: 1024)
    }

    package static func tarHeader(_ name: String, byteCount: Int) -> [UInt8] {
        func octal(_ value: Int, _ width: Int) -> [UInt8] {
            let digits = String(value, radix: 8)
            return Array((String(repeating: "0", count: width - 1 - digits.count) + digits).utf8) + [0]
        }
        var header = Array(name.utf8) + [UInt8](repeating: 0, count: 100 - name.utf8.count)
        header += octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(byteCount, 12) + octal(0, 12)
        header += Array("        0".utf8) + [UInt8](repeating: 0, count: 100) + Array("ustar\u{0}00".utf8)
        header += [UInt8](repeating: 0, count: 512 - header.count)
        let sum = header.reduce(0) { $0 + Int($1) }
        header.replaceSubrange(148..<156, with: octal(sum, 7) + [0x20])
        return header
    }

    /// A gzip member of stored blocks.
    package static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(0xFFFF)
            rest = rest.dropFirst(block.count)
            file += [rest.isEmpty ? 1 : 0] + little(block.count, 2) + little(~block.count & 0xFFFF, 2) + block
        } while !rest.isEmpty
        return file + little(Int(crc(bytes)), 4) + little(bytes.count, 4)
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
    }

    private static func little(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = ~0
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~crc
    }
}
