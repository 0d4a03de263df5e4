import PluginAPI

/// The messages of a mailbox in one of the mbox forms: each begins with a line `From …` after an empty line.
///
/// A message is named by its Message-ID, else by its number. Lines that were quoted as `>From` lose the mark.
final class MailboxMessages: MemberReader {
    private let stream: ByteStream
    private var message: [UInt8] = []
    private var number = 0
    private var isOpen = false

    init(_ bytes: ContainerBytes) throws(SourceError) { stream = try ByteStream(bytes) }

    func next() throws(SourceError) -> MemberHeader? {
        if !isOpen {
            guard let first = try stream.line() else { return nil }
            guard first.starts(with: "From ".utf8) else {
                throw SourceError(path: "", reason: "is no mailbox: it does not begin with a ‘From’ line")
            }
            isOpen = true
        }
        if stream.isAtEnd { return nil }
        message = []
        number += 1
        var (isAfterBlank, isLineStart) = (false, true)
        while let line = try stream.line() {
            if isLineStart, isAfterBlank, line.starts(with: "From ".utf8) { break }
            isAfterBlank = isLineStart && (line == [0x0A] || line == [0x0D, 0x0A])
            isLineStart = line.last == 0x0A
            guard message.count + line.count <= ContainerLimits.memberByteCount else {
                throw SourceError(
                    path: "",
                    reason: "message \(number) is larger than \(ContainerLimits.memberByteCount >> 20) MiB")
            }
            let unmarked = line.drop(while: { $0 == UInt8(ascii: ">") })
            let isQuoted = line.first == UInt8(ascii: ">") && unmarked.starts(with: "From ".utf8)
            message += isQuoted ? line.dropFirst() : line[...]
        }
        return MemberHeader(name: messageIdentifier ?? "message-\(number)", byteCount: message.count)
    }

    func content() throws(SourceError) -> MemberContent {
        MemberContent(bytes: message, mediaType: "message/rfc822")
    }

    /// What stands between angle brackets in the header `Message-ID`, on its line or on the next.
    private var messageIdentifier: String? {
        let name = Array("message-id:".utf8)
        var start = 0
        while start < message.count, message[start] != 0x0A, message[start] != 0x0D {
            let end = message[start...].firstIndex(of: 0x0A) ?? message.count
            if message[start..<end].prefix(name.count).map({ $0 | 0x20 }) == name.map({ $0 | 0x20 }) {
                let value = message[(start + name.count)...].prefix(1000)
                guard let open = value.firstIndex(of: UInt8(ascii: "<")),
                    let close = value[open...].firstIndex(of: UInt8(ascii: ">")), close > open + 1
                else { return nil }
                return String(decoding: value[(open + 1)..<close], as: UTF8.self)
            }
            start = end + 1
        }
        return nil
    }
}
